import type { AuditUser } from './audit-event';

/** Who sends a request: the user, where from, with which client, and by which grant RBAC lets them. */
export interface Actor {
  user: AuditUser;
  sourceIPs: string[];
  userAgent: string;
  /** The reason that the authorizer gives for an allowed request; empty for the node authorizer and system:masters. */
  reason: (namespace: string | undefined) => string;
}

const AUTHENTICATED = 'system:authenticated';

export function allowedByClusterRoleBinding(binding: string, role: string, subject: string): string {
  return `RBAC: allowed by ClusterRoleBinding "${binding}" of ClusterRole "${role}" to ${subject}`;
}

export function allowedByRoleBinding(binding: string, namespace: string, role: string, subject: string): string {
  return `RBAC: allowed by RoleBinding "${binding}/${namespace}" of ${role} to ${subject}`;
}

/** Self reviews are open to everybody who is authenticated, whatever else they may do. */
export const basicUserReason = allowedByClusterRoleBinding(
  'system:basic-user',
  'system:basic-user',
  `Group "${AUTHENTICATED}"`,
);

export const discoveryReason = allowedByClusterRoleBinding(
  'system:discovery',
  'system:discovery',
  `Group "${AUTHENTICATED}"`,
);

export function serviceAccountUser(
  namespace: string,
  name: string,
  uid: string,
  extra: Record<string, string[]>,
): AuditUser {
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, AUTHENTICATED],
    extra,
  };
}

/** A component or kubelet with a client certificate. */
export function certificateUser(username: string, fingerprint: string, groups: string[] = []): AuditUser {
  return {
    username,
    groups: [...groups, AUTHENTICATED],
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] },
  };
}

export function anonymous(sourceIP: string, userAgent: string): Actor {
  return {
    user: { username: 'system:anonymous', groups: ['system:unauthenticated'] },
    sourceIPs: [sourceIP],
    userAgent,
    reason: () =>
      allowedByClusterRoleBinding(
        'system:public-info-viewer',
        'system:public-info-viewer',
        'Group "system:unauthenticated"',
      ),
  };
}
