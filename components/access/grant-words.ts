import type { LeastPrivilege, UsedGrant } from '@/lib/access/privilege-answers';

type Grant = NonNullable<UsedGrant['grant']>;

/** "RoleBinding payments/api" */
export function bindingWords({ bindingKind, binding, namespace }: Grant): string {
  return `${bindingKind} ${namespace === null ? '' : `${namespace}/`}${binding}`;
}

/** "ClusterRole view" */
export function roleWords({ roleKind, role }: Grant): string {
  return `${roleKind} ${role}`;
}

/** "ServiceAccount shop/web", "Group ops" */
export function subjectWords({ subjectKind, subject }: Grant): string {
  if (subjectKind !== 'ServiceAccount') return `${subjectKind} ${subject}`;
  const slash = subject.lastIndexOf('/');
  return slash < 0
    ? `${subjectKind} ${subject}`
    : `${subjectKind} ${subject.slice(slash + 1)}/${subject.slice(0, slash)}`;
}

export const kindWords: Record<LeastPrivilege['kind'], string> = {
  user: 'user',
  serviceAccount: 'service account',
  node: 'node',
  system: 'control plane',
};
