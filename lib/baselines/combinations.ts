/**
 * What the combinations of values stand for, to the baselines: who acts, and what it does. Ids are given once and never
 * change their meaning, so only what was added has to be read.
 */
import type { ClientBase, Pool } from 'pg';
import { type Metric, metrics } from '@/lib/baselines/metrics';
import { isCountedRequest, writeVerbs } from '@/lib/workloads/counted-request';

export type Action = {
  workload: string;
  user: string;
  /** "" where nobody is impersonated. */
  identity: string;
  verb: string;
  resource: string;
  apiGroup: string;
  subresource: string;
  namespace: string;
  sourceIP: string;
  stage: string;
  /** 0 where there is none. */
  code: number;
  userAgent: string;
  /** Bit i: the event counts for metric i. */
  metrics: number;
};

const COLUMNS = [
  'workload',
  'user',
  'impersonated_user',
  'verb',
  'resource',
  'api_group',
  'subresource',
  'namespace',
  'source_ip',
  'stage',
  'code',
  'user_agent',
] as const;

export class Combinations {
  private readonly actions: Action[] = [];
  private readonly terms: string[] = [''];

  /** Reads what was added since. */
  async catchUp(client: ClientBase | Pool): Promise<void> {
    const terms = await client.query<[number, string]>({
      text: 'select id, value from term where id > $1 order by id',
      values: [this.terms.length - 1],
      rowMode: 'array',
    });
    for (const [id, value] of terms.rows) this.terms[id] = value;
    const rows = await client.query<number[]>({
      text: `select id, ${COLUMNS.map((column) => `"${column}"`).join(', ')} from combination where id > $1 order by id`,
      values: [this.actions.length - 1],
      rowMode: 'array',
    });
    for (const [id, ...values] of rows.rows) {
      const [workload, user, identity, verb, resource, apiGroup, subresource, namespace, sourceIP, stage, code, agent] =
        values.map((term) => this.terms[term] ?? '') as string[] & { length: 12 };
      const action = {
        workload: workload ?? '',
        user: user ?? '',
        identity: identity ?? '',
        verb: verb ?? '',
        resource: resource ?? '',
        apiGroup: apiGroup ?? '',
        subresource: subresource ?? '',
        namespace: namespace ?? '',
        sourceIP: sourceIP ?? '',
        stage: stage ?? '',
        code: Number(code) || 0,
        userAgent: agent ?? '',
        metrics: 0,
      };
      action.metrics = metricsOf(action);
      this.actions[id as number] = action;
    }
  }

  get(id: number): Action | undefined {
    return this.actions[id];
  }
}

const WRITES = new Set<string>(writeVerbs);
const SHELLS = new Set(['exec', 'attach', 'portforward', 'proxy', 'ephemeralcontainers']);
const READS = new Set(['get', 'list', 'watch']);
const ACCESS_GROUPS = new Set([
  'rbac.authorization.k8s.io',
  'admissionregistration.k8s.io',
  'certificates.k8s.io',
  'apiregistration.k8s.io',
]);

/** Of an event that is the answer to a request; 0 for its other stages. */
function metricsOf(action: Action): number {
  if (!isCountedRequest(action.stage, action.verb, action.code)) return 0;
  const { verb, resource, subresource, code } = action;
  let bits = bitOf('requests') | bitOf('distinctActions');
  if (WRITES.has(verb) && resource !== '') bits |= bitOf('writes');
  if (code === 401 || code === 403) bits |= bitOf('denied');
  else if (code === 404) bits |= bitOf('notFound');
  else if (code === 409) bits |= bitOf('conflicts');
  else if (code === 429) bits |= bitOf('throttled');
  else if (code >= 500) bits |= bitOf('serverErrors');
  else if (code >= 400) bits |= bitOf('otherFailures');
  if (
    ((resource === 'secrets' || resource === 'configmaps') && READS.has(verb)) ||
    (resource === 'serviceaccounts' && subresource === 'token')
  )
    bits |= bitOf('secretReads');
  if (SHELLS.has(subresource)) bits |= bitOf('exec');
  if (ACCESS_GROUPS.has(action.apiGroup) && WRITES.has(verb)) bits |= bitOf('rbacChanges');
  return bits;
}

export function bitOf(metric: Metric): number {
  return 1 << metrics.indexOf(metric);
}
