import type { identityKinds } from '@/lib/access/privilege-answers';
import { serviceAccountOf } from '@/lib/access/rbac-object';

/** What sort of identity a user name stands for. */
export function identityKind(user: string): (typeof identityKinds)[number] {
  if (serviceAccountOf(user) !== null) return 'serviceAccount';
  if (user.startsWith('system:node:')) return 'node';
  return user.startsWith('system:') ? 'system' : 'user';
}
