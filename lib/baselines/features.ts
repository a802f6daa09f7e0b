/** What a workload does, as values of a few dimensions that habits are kept of. */
import type { Action } from '@/lib/baselines/combinations';
import { isDenied } from '@/lib/baselines/sensitivity';

export const dimensions = [
  'action',
  'request',
  'namespace',
  'network',
  'address',
  'client',
  'identity',
  'binding',
  'outcome',
  'name',
] as const;
export type Dimension = (typeof dimensions)[number];

/** Values of these are a workload's own by nature: that no peer has them says nothing. */
export const OWN_VALUES: ReadonlySet<Dimension> = new Set(['address', 'name']);

/** The namespace of a workload called `Kind namespace/name`; null where it has none. */
export function namespaceOf(workload: string): string | null {
  return /^\S+ ([^/]+)\//.exec(workload)?.[1] ?? null;
}

/** Its own namespace is the same habit for all workloads. */
function scopeOf(action: Action, own: string | null): string {
  if (action.resource === '') return '';
  if (action.namespace === '') return '(cluster)';
  return action.namespace === own ? '(own)' : action.namespace;
}

/** Who does what, without where. */
export function actionOf({ verb, resource, apiGroup, subresource }: Action): string {
  if (resource === '') return `${verb} (path)`;
  const group = apiGroup === '' ? '' : `.${apiGroup}`;
  return `${verb} ${resource}${group}${subresource === '' ? '' : `/${subresource}`}`;
}

/** Addresses that belong together: a neighbour is less of a surprise than a stranger. */
export function networkOf(address: string): string {
  if (address === '') return '';
  if (address.includes(':')) {
    if (address === '::1') return 'loopback';
    return `${address.split(':').slice(0, 3).join(':')}::/48`;
  }
  const parts = address.split('.');
  if (parts[0] === '127') return 'loopback';
  return isPrivate(address) ? `${parts[0]}.${parts[1]}.0.0/16` : `${parts.slice(0, 3).join('.')}.0/24`;
}

export function isPrivate(address: string): boolean {
  return /^(10|127|172\.(1[6-9]|2\d|3[01])|192\.168|169\.254|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(address)
    ? true
    : /^(::1$|f[cd]|fe80)/i.test(address);
}

/** The program behind a user agent without versions, platforms and hashes: an upgrade is no other client. */
export function clientOf(userAgent: string): string {
  const [product = '', ...rest] = userAgent.split(' ');
  const name = product.replace(/\/v?\d\S*$/, '').replace(/\/v?\d[^/]*/, '');
  const tail = rest.join(' ').replace(/\([^)]*\)/g, '');
  const suffix = /kubernetes\/[^/\s]+\/(\S+)/.exec(tail)?.[1];
  return `${name.slice(0, 80)}${suffix ? `/${suffix.slice(0, 100)}` : ''}`;
}

export type Features = Record<Dimension, string>;

/** "" where the action says nothing in that dimension. `name` is added by who knows names. */
export function featuresOf(action: Action, own: string | null): Features {
  const act = actionOf(action);
  const scope = scopeOf(action, own);
  return {
    action: act,
    request: scope === '' ? '' : `${act} ${scope}`,
    namespace: scope === '(cluster)' ? '' : scope,
    network: networkOf(action.sourceIP),
    address: action.sourceIP,
    client: clientOf(action.userAgent),
    identity: action.identity,
    // A service account's token that no pod holds: matters where pods usually do.
    binding: action.workload.startsWith('ServiceAccount ') ? 'without a pod' : '',
    outcome: isDenied(action.code) ? `${act}: denied` : `${act}: ok`,
    name: '',
  };
}

/** Workloads that lend each other habits: by what kind of thing they are. */
export function peerGroupOf(workload: string): string {
  const kind = /^\S+/.exec(workload)?.[0] ?? '';
  const namespace = namespaceOf(workload);
  if (namespace === null) return kind;
  return /^kube-|-system$/.test(namespace) ? 'System services' : 'Services';
}
