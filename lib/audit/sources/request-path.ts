/**
 * The object that a request's path names, as kube-apiserver's own request info resolver reads it, for sources that keep the
 * path alone: /api/v1/namespaces/NS/RESOURCE/NAME/SUBRESOURCE, /apis/GROUP/VERSION/…, everything else is no resource.
 */
export type ObjectReference = {
  resource: string;
  namespace?: string;
  name?: string;
  apiGroup?: string;
  apiVersion: string;
  subresource?: string;
};

const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(['status', 'finalize']);

/** Null where the path names no resource. */
export function objectOfPath(uri: string): ObjectReference | null {
  const query = uri.indexOf('?');
  const parts = (query < 0 ? uri : uri.slice(0, query)).split('/').filter((part) => part !== '');
  if (parts[0] === 'api') return objectOf('', parts[1], parts.slice(2));
  if (parts[0] === 'apis') return objectOf(parts[1] ?? '', parts[2], parts.slice(3));
  return null;
}

/** `rest` is the path behind the version. `watch` and `proxy` before a resource are verbs of old versions. */
export function objectOf(
  apiGroup: string,
  apiVersion: string | undefined,
  rest: readonly string[],
): ObjectReference | null {
  const path = rest[0] === 'watch' || (rest[0] === 'proxy' && rest.length > 1) ? rest.slice(1) : rest;
  if (!apiVersion || path.length === 0) return null;
  const group = apiGroup === '' ? {} : { apiGroup };
  const [first, namespace, third] = path as [string, string | undefined, string | undefined];
  if (first !== 'namespaces' || namespace === undefined) return reference(first, path.slice(1), apiVersion, group);
  const ofNamespace = third === undefined || (apiGroup === '' && NAMESPACE_SUBRESOURCES.has(third));
  // A request for a namespace is a request in it, too.
  if (ofNamespace) return { ...reference('namespaces', path.slice(1), apiVersion, group), namespace };
  return { ...reference(third, path.slice(3), apiVersion, group), namespace };
}

function reference(
  resource: string,
  [name, subresource]: readonly string[],
  apiVersion: string,
  group: { apiGroup?: string },
): ObjectReference {
  return { resource, ...(name ? { name } : {}), ...group, apiVersion, ...(subresource ? { subresource } : {}) };
}
