/**
 * Facts of a big cluster, as counting its events would have left them: so many workloads over so many days, most of them quiet
 * most of the time. The same size gives the same facts. Written straight into the tables, since events for them would be billions.
 */
import type { Pool } from 'pg';
import { randomNumbers } from '@/lib/baselines/test-events';

/** A Monday. */
const FIRST = 288 * 20_605;
const DAY = 288;
const HOUR = 12;

type Member = {
  workload: string;
  user: string;
  namespace: string;
  agent: string;
  address: string;
  actions: { verb: string; resource: string; code: string; id: number; weight: number }[];
  /** Requests expected in a bucket that begins at that place of the day; weekends are quieter for people. */
  rate: (bucket: number) => number;
};

const READS = ['get', 'list', 'watch', 'update', 'patch', 'create'];
const THINGS = ['pods', 'configmaps', 'leases', 'nodes', 'secrets', 'deployments', 'events', 'endpoints'];

/** Each tenth of the workloads has one way of living. */
function memberOf(i: number, random: () => number): Member {
  const namespace = `team-${Math.floor(i / 20)}`;
  const app = `app-${i}`;
  const pace = 0.5 + random();
  const daily = (bucket: number) => 1 + 0.5 * Math.sin(((bucket % DAY) / DAY) * 2 * Math.PI);
  const node = {
    workload: `Node ip-10-0-${i >> 8}-${i & 255}`,
    user: `system:node:ip-10-0-${i >> 8}-${i & 255}`,
    namespace: 'kube-node-lease',
    agent: 'kubelet/v1.33.1 (linux/amd64) kubernetes/abcdef0',
  };
  const service = {
    workload: `Deployment ${namespace}/${app}`,
    user: `system:serviceaccount:${namespace}:${app}`,
    namespace,
    agent: `${app}/v1.0`,
  };
  const cron = { ...service, workload: `CronJob ${namespace}/${app}` };
  const person = { workload: `User p${i}@example.com`, user: `p${i}@example.com`, namespace, agent: 'kubectl/v1.33.1' };
  const minute = Math.floor(random() * HOUR);
  const kinds: [typeof node, Member['rate'], number][] = [
    [node, () => 30 * pace, 6],
    [service, (bucket) => 8 * pace * daily(bucket), 8],
    [service, (bucket) => 0.3 * pace * daily(bucket), 4],
    [service, (bucket) => 0.1 * pace * daily(bucket), 4],
    [service, () => 0.04 * pace, 3],
    [service, () => 0.01 * pace, 3],
    [service, () => 0.004 * pace, 2],
    [cron, (bucket) => (bucket % HOUR === minute ? 6 : 0), 3],
    [cron, (bucket) => (bucket % DAY === 12 * minute ? 20 : 0), 4],
    [person, (bucket) => (isOffice(bucket) ? 0.15 * pace : 0.0005), 6],
  ];
  const [who, rate, kept] = kinds[i % 10] as [typeof node, Member['rate'], number];
  const actions = Array.from({ length: kept }, (_, j) => ({
    verb: READS[(i + j) % READS.length] as string,
    resource: THINGS[(i + 3 * j) % THINGS.length] as string,
    code: j === kept - 1 && i % 3 === 0 ? '404' : '200',
    id: 0,
    weight: 1 / (j + 1),
  }));
  return { ...who, address: `10.${20 + (i >> 8)}.${i & 255}.7`, actions, rate };
}

function isOffice(bucket: number): boolean {
  const day = Math.floor((bucket - FIRST) / DAY) % 7;
  const hour = Math.floor((bucket % DAY) / HOUR);
  return day < 5 && hour >= 8 && hour < 18;
}

export type SyntheticSize = { days: number; workloads: number };

/** The number of the cluster, and how much was written. */
export async function writeSyntheticFacts(
  pool: Pool,
  { days, workloads }: SyntheticSize,
): Promise<{ clusterId: number; pairs: number; events: number; activeShare: number }> {
  const random = randomNumbers(5);
  const members = Array.from({ length: workloads }, (_, i) => memberOf(i, random));
  const { rows } = await pool.query<{ id: number }>("insert into cluster (name) values ('synthetic') returning id");
  const clusterId = rows[0]?.id as number;
  await writeCombinations(pool, members);
  const written = { clusterId, pairs: 0, events: 0, activeShare: 0 };
  let active = 0;
  for (let day = 0; day < days; day++) {
    const buckets: number[] = [];
    const counts: Buffer[] = [];
    for (let bucket = FIRST + day * DAY; bucket < FIRST + (day + 1) * DAY; bucket++) {
      const pairs: [number, number][] = [];
      for (const member of members) {
        const mean = member.rate(bucket);
        if (mean === 0) continue;
        const before = pairs.length;
        const total = member.actions.reduce((sum, { weight }) => sum + weight, 0);
        for (const { id, weight } of member.actions) {
          const count = poisson((mean * weight) / total, random);
          if (count > 0) pairs.push([id, count]);
        }
        if (pairs.length > before) active++;
      }
      if (pairs.length === 0) continue;
      pairs.sort((a, b) => a[0] - b[0]);
      const bytes = Buffer.alloc(pairs.length * 8);
      pairs.forEach(([id, count], i) => {
        bytes.writeInt32BE(id, i * 8);
        bytes.writeInt32BE(count, i * 8 + 4);
        written.events += count;
      });
      written.pairs += pairs.length;
      buckets.push(bucket);
      counts.push(bytes);
    }
    await pool.query(
      `insert into baseline_fact (cluster_id, bucket, counts, names)
       select $1, *, '[]' from unnest($2::int[], $3::bytea[])`,
      [clusterId, buckets, counts],
    );
  }
  await pool.query('insert into baseline_cursor (cluster_id, block_seq) values ($1, 0)', [clusterId]);
  await pool.query('analyze baseline_fact');
  written.activeShare = active / (days * DAY * workloads);
  return written;
}

/** Gives the actions their numbers. */
async function writeCombinations(pool: Pool, members: readonly Member[]): Promise<void> {
  const terms = new Map<string, number>();
  const idOf = (field: string, value: string): number => {
    if (value === '') return 0;
    const key = `${field} ${value}`;
    let id = terms.get(key);
    if (id === undefined) {
      id = terms.size + 1;
      terms.set(key, id);
    }
    return id;
  };
  const columns: Record<string, number[]> = {};
  let last = 0;
  for (const { workload, user, namespace, agent, address, actions } of members) {
    for (const action of actions) {
      action.id = ++last;
      const values: Record<string, [field: string, value: string]> = {
        cluster: ['cluster', 'synthetic'],
        user: ['user', user],
        impersonated_user: ['impersonatedUser', ''],
        verb: ['verb', action.verb],
        resource: ['resource', action.resource],
        api_group: ['apiGroup', ''],
        subresource: ['subresource', ''],
        namespace: ['namespace', namespace],
        source_ip: ['sourceIP', address],
        stage: ['stage', action.verb === 'watch' ? 'ResponseStarted' : 'ResponseComplete'],
        level: ['level', 'Metadata'],
        code: ['code', action.code],
        outcome: ['outcome', action.code === '200' ? 'success' : 'failure'],
        decision: ['decision', 'allow'],
        reason: ['reason', ''],
        workload: ['workload', workload],
        user_agent: ['userAgent', agent],
      };
      for (const [column, [field, value]] of Object.entries(values)) {
        columns[column] ??= [];
        columns[column].push(idOf(field, value));
      }
    }
  }
  const keys = [...terms.keys()];
  await pool.query(
    `insert into term (id, field, value_hash, value)
     select id, field, md5(value)::uuid, value from unnest($1::int[], $2::text[], $3::text[]) as t(id, field, value)`,
    [
      [...terms.values()],
      keys.map((key) => key.slice(0, key.indexOf(' '))),
      keys.map((key) => key.slice(key.indexOf(' ') + 1)),
    ],
  );
  const names = Object.keys(columns);
  await pool.query(
    `insert into combination (id, ${names.map((name) => `"${name}"`).join(', ')})
     select row_number() over (), * from unnest(${names.map((_, i) => `$${i + 1}::int[]`).join(', ')})`,
    names.map((name) => columns[name]),
  );
}

function poisson(mean: number, random: () => number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(3 * mean) * (2 * random() - 1)));
  const end = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > end; product *= random()) count++;
  return count;
}
