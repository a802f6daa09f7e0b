/** A permission as RBAC asks for it: one verb on one resource (or path), for somebody. Pure. */

export type Permission = {
  verb: string;
  /** `core` for the group without a name; null for a path. */
  apiGroup: string | null;
  resource: string | null;
  subresource: string | null;
  namespace: string | null;
  /** Of the object, or the path. */
  name: string | null;
};

/** "create pods/exec in payments", "list nodes", "get secrets.db in payments", "get /metrics": what a grant would have to say. */
export function permissionWords(permission: Permission): string {
  const { verb, resource, namespace, name } = permission;
  if (resource === null) return `${verb} ${name ?? 'a path'}`;
  // The namespace of a request for a namespace is its own name.
  const place = namespace === null || resource === 'namespaces' ? '' : ` in ${namespace}`;
  const object = name === null ? '' : ` “${name}”`;
  return `${verb} ${resourceWords(permission)}${object}${place}`;
}

/** "pods/exec", "deployments.apps" */
export function resourceWords({
  apiGroup,
  resource,
  subresource,
}: Pick<Permission, 'apiGroup' | 'resource' | 'subresource'>): string {
  const group = apiGroup === null || apiGroup === 'core' ? '' : `.${apiGroup}`;
  return `${resource ?? ''}${group}${subresource === null ? '' : `/${subresource}`}`;
}
