/** Whether a write on a role or binding can be why a request that was denied is allowed later. Pure. */
import type { Permission } from '@/lib/access/permission';
import { allowsPermission, bindsIdentity, type Identity, type RbacObject } from '@/lib/access/rbac-object';
import type { Grant } from '@/lib/access/rbac-reason';

/** The strongest first. */
export const changeRelevances = ['binding', 'role', 'subject', 'rules', 'unread'] as const;

export type ChangeRelevance = (typeof changeRelevances)[number];

export type RbacWrite = {
  kind: RbacObject['kind'];
  namespace: string | null;
  name: string | null;
  /** Null where its body was not recorded. */
  object: RbacObject | null;
};

/**
 * binding, role: what the authoriser named when it allowed the request. subject: a binding for this identity. rules: a role
 * that allows it. unread: without a body nobody can tell, and the authoriser named nothing. Null: it has nothing to do with it.
 */
export function relevanceOf(
  write: RbacWrite,
  allowed: { identity: Identity; permission: Permission; grant: Grant | null },
): ChangeRelevance | null {
  const { identity, permission, grant } = allowed;
  if (grant !== null) {
    if (write.kind === grant.bindingKind && write.name === grant.binding && write.namespace === grant.namespace) {
      return 'binding';
    }
    const roleNamespace = grant.roleKind === 'Role' ? grant.namespace : null;
    if (write.kind === grant.roleKind && write.name === grant.role && write.namespace === roleNamespace) return 'role';
  }
  // What is in a namespace grants nothing outside of it.
  if (write.namespace !== null && write.namespace !== permission.namespace) return null;
  if (write.object === null) return grant === null ? 'unread' : null;
  const binding = write.kind === 'RoleBinding' || write.kind === 'ClusterRoleBinding';
  if (binding) return bindsIdentity(write.object, identity) ? 'subject' : null;
  return allowsPermission(write.object, permission) ? 'rules' : null;
}
