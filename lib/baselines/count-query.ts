/**
 * Which events are counted, said twice: as a test of an action, and as search parameters of the Events screen. A test with the
 * real search holds the two together.
 */
import type { Action } from '@/lib/baselines/combinations';
import { networkOf } from '@/lib/baselines/features';
import { type Metric, metrics } from '@/lib/baselines/metrics';

export type Counted = {
  workload: string;
  metric: Metric;
  /** Only this action. */
  action?: Pick<Action, 'verb' | 'resource' | 'apiGroup' | 'subresource'>;
  namespace?: string;
  network?: string;
  userAgent?: string;
  identity?: string;
};

export function isCounted(action: Action, counted: Counted): boolean {
  if (action.workload !== counted.workload) return false;
  if ((action.metrics & (1 << metrics.indexOf(counted.metric))) === 0) return false;
  const only = counted.action;
  if (
    only &&
    (action.verb !== only.verb ||
      action.resource !== only.resource ||
      action.apiGroup !== only.apiGroup ||
      action.subresource !== only.subresource)
  )
    return false;
  if (counted.namespace !== undefined && action.namespace !== counted.namespace) return false;
  if (counted.network !== undefined && networkOf(action.sourceIP) !== counted.network) return false;
  if (counted.userAgent !== undefined && action.userAgent !== counted.userAgent) return false;
  return counted.identity === undefined || action.identity === counted.identity;
}

/** As metricsOf (combinations.ts) has it: an answer is counted once, a long one when it begins. */
const ANSWERS = '(-verb:watch -stage:ResponseStarted) OR (verb:watch (stage:ResponseStarted OR code:>=400))';

const RIGHTS = [
  'rbac.authorization.k8s.io',
  'admissionregistration.k8s.io',
  'certificates.k8s.io',
  'apiregistration.k8s.io',
];
const CHANGES = ['create', 'update', 'patch', 'delete', 'deletecollection'];

const ofMetric: Record<Metric, [string, string][]> = {
  requests: [],
  distinctActions: [],
  writes: [...CHANGES.map((verb): [string, string] => ['verb', verb]), ['-resource', '']],
  denied: [
    ['code', '401'],
    ['code', '403'],
  ],
  notFound: [['code', '404']],
  conflicts: [['code', '409']],
  throttled: [['code', '429']],
  serverErrors: [['code', '>=500']],
  otherFailures: [
    ['code', '400-499'],
    ...['401', '403', '404', '409', '429'].map((code): [string, string] => ['-code', code]),
  ],
  secretReads: [
    ['q', '(resource:secrets,configmaps verb:get,list,watch) OR (resource:serviceaccounts subresource:token)'],
  ],
  exec: ['exec', 'attach', 'portforward', 'proxy', 'ephemeralcontainers'].map((sub): [string, string] => [
    'subresource',
    sub,
  ]),
  rbacChanges: [
    ...RIGHTS.map((group): [string, string] => ['apiGroup', group]),
    ...CHANGES.map((verb): [string, string] => ['verb', verb]),
  ],
};

/** `escape` writes a value so that it is taken literally. Times are RFC 3339. */
export function queryOf(counted: Counted, window: { cluster: string; from: string; to: string }): [string, string][] {
  const query: [string, string][] = [
    ['workload', escapeLiteral(counted.workload)],
    ['-stage', 'RequestReceived'],
    ...ofMetric[counted.metric],
  ];
  if (counted.action) {
    const { verb, resource, apiGroup, subresource } = counted.action;
    const own: [string, string][] = [
      ['verb', escapeLiteral(verb)],
      ['resource', escapeLiteral(resource)],
      ['subresource', escapeLiteral(subresource)],
    ];
    if (resource !== '') own.push(['apiGroup', escapeLiteral(apiGroup)]);
    query.push(...own);
  }
  if (counted.namespace !== undefined) query.push(['namespace', escapeLiteral(counted.namespace)]);
  if (counted.network !== undefined)
    query.push(['sourceIP', counted.network === 'loopback' ? '127.0.0.0/8' : counted.network]);
  if (counted.network === 'loopback') query.push(['sourceIP', '::1']);
  if (counted.userAgent !== undefined) query.push(['userAgent', escapeLiteral(counted.userAgent)]);
  if (counted.identity !== undefined) query.push(['impersonatedUser', escapeLiteral(counted.identity)]);
  query.push(['cluster', escapeLiteral(window.cluster)], ['from', window.from], ['to', window.to], ['q', ANSWERS]);
  return query;
}

/** As the filter's values are escaped (lib/search/value-pattern.ts); the workload of no namespace has no slash that matters. */
function escapeLiteral(value: string): string {
  return value.replace(/[\\*]/g, '\\$&');
}
