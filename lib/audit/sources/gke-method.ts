/**
 * GKE's method names: the API group's name reversed, version, resource, subresource, verb, as in
 * `io.k8s.authorization.rbac.v1.clusterroles.create`, `io.k8s.core.v1.pods.exec.create`; `io.k8s.get` is no resource.
 */
export type GkeMethod = {
  /** Null where the name has none, as in `io.k8s.readyz`. */
  verb: string | null;
  /** Null for requests to paths that are no resources. */
  object: { apiGroup: string; apiVersion: string; resource: string; subresource: string | null } | null;
  /** What stands in the place of a verb and is none: the path, as in `io.k8s.readyz`. */
  path: string | null;
};

const PREFIX = 'io.k8s.';
const VERSION = /^v\d{1,3}(?:(?:alpha|beta)\d{1,3})?$/;
const VERBS: ReadonlySet<string> = new Set([
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  ...['post', 'put', 'head', 'options', 'connect', 'trace', 'proxy'],
]);

/** Groups without a domain, and those that some writers shorten. */
const BARE_GROUPS: ReadonlySet<string> = new Set(['apps', 'batch', 'autoscaling', 'policy', 'extensions']);
const LONG_NAMES = new Map([
  ['rbac.k8s.io', 'rbac.authorization.k8s.io'],
  ['flowcontrol.k8s.io', 'flowcontrol.apiserver.k8s.io'],
]);

export function parseGkeMethod(methodName: string): GkeMethod {
  const parts = methodName.split('.');
  const version = parts.findIndex((part) => VERSION.test(part));
  if (version > 0 && version < parts.length - 1) {
    const behind = parts.slice(version + 1);
    const last = behind.at(-1) as string;
    const hasVerb = behind.length > 1 || VERBS.has(last);
    const [resource, subresource] = hasVerb && behind.length > 1 ? behind.slice(0, -1) : behind;
    return {
      verb: hasVerb ? last : null,
      object: {
        apiGroup: groupOf(parts.slice(0, version)),
        apiVersion: parts[version] as string,
        resource: resource as string,
        subresource: subresource ?? null,
      },
      path: null,
    };
  }
  const rest = methodName.startsWith(PREFIX) ? methodName.slice(PREFIX.length) : methodName;
  const last = rest.slice(rest.lastIndexOf('.') + 1);
  return VERBS.has(last) ? { verb: last, object: null, path: null } : { verb: null, object: null, path: rest };
}

function groupOf(reversed: readonly string[]): string {
  const name = [...reversed].reverse().join('.');
  const short = name.endsWith('.k8s.io') ? name.slice(0, -'.k8s.io'.length) : name;
  if (short === 'core') return '';
  if (BARE_GROUPS.has(short)) return short;
  return LONG_NAMES.get(name) ?? name;
}
