/**
 * The RBAC authoriser says which grant allowed a request, in the annotation `authorization.k8s.io/reason`:
 *   RBAC: allowed by ClusterRoleBinding "x" of ClusterRole "y" to Group "z"
 *   RBAC: allowed by RoleBinding "x/namespace" of Role "y" to ServiceAccount "name/namespace"
 * Names are quoted as Go does it. Other authorisers (node, webhook, system:masters) say something else or nothing. Pure.
 */
export const REASON_ANNOTATION = 'authorization.k8s.io/reason';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

export type Grant = {
  bindingKind: 'ClusterRoleBinding' | 'RoleBinding';
  binding: string;
  /** Of a RoleBinding, and of the Role that it binds. */
  namespace: string | null;
  roleKind: 'ClusterRole' | 'Role';
  role: string;
  subjectKind: string;
  /** A service account's is `name/namespace`. */
  subject: string;
};

const QUOTED = '"((?:[^"\\\\]|\\\\.){0,1000})"';
const GRANT = new RegExp(
  `^RBAC: allowed by (ClusterRoleBinding|RoleBinding) ${QUOTED} of (ClusterRole|Role) ${QUOTED} to ([A-Za-z]{1,40}) ${QUOTED}$`,
);

/** Null where it is no grant of RBAC. */
export function parseGrant(reason: string): Grant | null {
  const match = GRANT.exec(reason);
  if (!match) return null;
  const [, bindingKind, binding = '', roleKind, role = '', subjectKind = '', subject = ''] = match;
  const cluster = bindingKind === 'ClusterRoleBinding';
  // A name has no slash: the last one parts it from the namespace.
  const slash = cluster ? -1 : unquoted(binding).lastIndexOf('/');
  return {
    bindingKind: cluster ? 'ClusterRoleBinding' : 'RoleBinding',
    binding: slash < 0 ? unquoted(binding) : unquoted(binding).slice(0, slash),
    namespace: slash < 0 ? null : unquoted(binding).slice(slash + 1),
    roleKind: roleKind === 'Role' ? 'Role' : 'ClusterRole',
    role: unquoted(role),
    subjectKind,
    subject: unquoted(subject),
  };
}

/** The escapes that Go's %q writes and a Kubernetes name can need. */
function unquoted(text: string): string {
  return text.replace(/\\(u[0-9a-f]{4}|x[0-9a-f]{2}|.)/g, (_, code: string) => {
    if (/^[ux][0-9a-f]{2,4}$/.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return { n: '\n', t: '\t', r: '\r' }[code] ?? code;
  });
}
