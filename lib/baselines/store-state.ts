/** The table baseline_state: the newest state of a cluster, and some older ones to begin again from. */
import type { Pool, PoolClient } from 'pg';
import type { Engine } from '@/lib/baselines/engine';
import { hashOf, packCluster, packWorkload, unpackCluster } from '@/lib/baselines/serialize-state';

/** Number of the cluster's own row. */
const CLUSTER_ROW = 0;

/** The newest state that has learned nothing from `before` on; fills the engine. False where there is none. */
export async function loadState(
  client: Pool | PoolClient,
  clusterId: number,
  before: number,
  engine: Engine,
): Promise<boolean> {
  const { rows } = await client.query<{ workload: number; data: Buffer }>(
    `select workload_id as workload, data from baseline_state
     where cluster_id = $1 and bucket = (select max(bucket) from baseline_state where cluster_id = $1 and bucket <= $2)`,
    [clusterId, before],
  );
  const own = rows.find(({ workload }) => workload === CLUSTER_ROW);
  if (!own) return false;
  unpackCluster(
    engine,
    own.data,
    rows.filter(({ workload }) => workload !== CLUSTER_ROW).map(({ data }) => data),
  );
  return true;
}

/** The state before the engine's next bucket. */
export async function saveState(
  client: PoolClient,
  clusterId: number,
  engine: Engine,
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const rows: [number, Buffer][] = [[CLUSTER_ROW, packCluster(engine)]];
  for (const workload of engine.all())
    rows.push([ids.get(workload.name) as number, packWorkload(workload, engine.next)]);
  await client.query('delete from baseline_state where cluster_id = $1 and bucket = $2', [clusterId, engine.next]);
  await client.query(
    `insert into baseline_state (cluster_id, bucket, workload_id, hash, data)
     select $1, $2, * from unnest($3::int[], $4::text[], $5::bytea[])`,
    [
      clusterId,
      engine.next,
      rows.map(([id]) => id),
      rows.map(([, data]) => hashOf(data)),
      rows.map(([, data]) => data),
    ],
  );
}

const DAY = 288;

/** Hours for a while, days for a week, weeks beyond; always the newest. */
export function isKept(bucket: number, newest: number): boolean {
  if (bucket === newest) return true;
  const age = newest - bucket;
  if (bucket % 12 === 0 && age <= 36) return true;
  if (bucket % DAY === 0 && age <= 8 * DAY) return true;
  return bucket % (7 * DAY) === 0;
}

export async function dropStates(client: PoolClient, clusterId: number, newest: number): Promise<void> {
  const { rows } = await client.query<{ bucket: number }>(
    'select distinct bucket from baseline_state where cluster_id = $1',
    [clusterId],
  );
  const old = rows.map(({ bucket }) => bucket).filter((bucket) => !isKept(bucket, newest));
  await client.query('delete from baseline_state where cluster_id = $1 and bucket = any($2::int[])', [clusterId, old]);
}
