/**
 * How much an action matters if it is none of a workload's habits: apart from how surprising it is. In decades, to be added to
 * the surprise; about zero for what everybody may do and nothing follows from.
 */
import type { Action } from '@/lib/baselines/combinations';

const READS = new Set(['get', 'list', 'watch']);
const RIGHTS = new Set(['rbac.authorization.k8s.io', 'admissionregistration.k8s.io']);
const SHELLS = new Set(['exec', 'attach', 'portforward', 'ephemeralcontainers']);
/** What runs a program in the cluster. */
const RUNS = new Set(['pods', 'deployments', 'statefulsets', 'daemonsets', 'replicasets', 'jobs', 'cronjobs']);
const HARMLESS_PATHS = /^\/(readyz|livez|healthz|version|api|apis|openapi)(\/|\?|$)/;

type Act = Pick<Action, 'verb' | 'resource' | 'apiGroup' | 'subresource' | 'namespace' | 'identity' | 'code'>;

export function isDenied(code: number): boolean {
  return code === 401 || code === 403;
}

export function isHarmlessPath(path: string): boolean {
  return HARMLESS_PATHS.test(path);
}

export function isSystemNamespace(namespace: string): boolean {
  return namespace === 'default' || namespace.startsWith('kube-') || namespace.endsWith('-system');
}

/** Of the action as it was answered: what was denied did less than what succeeded. */
export function sensitivity(act: Act): number {
  const own = actSensitivity(act) + (act.identity === '' ? 0 : 2.5);
  return isDenied(act.code) ? 0.6 * own : act.code >= 400 ? 0.8 * own : own;
}

function actSensitivity({ verb, resource, apiGroup, subresource, namespace }: Act): number {
  const reads = READS.has(verb);
  const inSystem = isSystemNamespace(namespace) && !reads ? 0.7 : 0;
  if (resource === '') return 0;
  if (resource === 'secrets') return reads ? (verb === 'get' ? 1.5 : 2) : 1.5 + inSystem;
  if (resource === 'serviceaccounts' && subresource === 'token') return 2 + inSystem;
  if (SHELLS.has(subresource)) return 2 + inSystem;
  if (subresource === 'proxy') return 2;
  if (RIGHTS.has(apiGroup)) return reads ? 0.3 : 2.5;
  if (apiGroup === 'certificates.k8s.io' && !reads) return subresource === '' ? 1.5 : 2.5;
  if (apiGroup === 'apiregistration.k8s.io' || resource === 'customresourcedefinitions') return reads ? 0 : 1.5;
  if (verb === 'impersonate' || verb === 'bind' || verb === 'escalate') return 2.5;
  if (resource === 'selfsubjectrulesreviews' || resource === 'selfsubjectaccessreviews') return 0.7;
  if (resource === 'leases' || resource === 'tokenreviews' || apiGroup === 'authorization.k8s.io') return 0;
  if (resource === 'events') return verb.startsWith('delete') ? 1.5 : 0;
  if (reads) return verb === 'list' || verb === 'watch' ? 0.2 : 0;
  if (subresource === 'status' || subresource === 'finalizers') return 0;
  if (verb === 'deletecollection') return 1.7 + inSystem;
  if (resource === 'namespaces' || resource === 'nodes' || resource === 'persistentvolumes') return 1.2;
  if (verb === 'delete') return 0.8 + inSystem;
  if (RUNS.has(resource)) return 0.8 + inSystem + (resource === 'daemonsets' && verb === 'create' ? 0.5 : 0);
  return 0.5 + inSystem;
}
