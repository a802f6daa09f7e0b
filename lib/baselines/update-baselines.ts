/**
 * Brings the baselines of a cluster up to its events: counts what is new, finds the first bucket that is not as it was, takes the
 * nearest kept state before it, and learns from there on. So live ingestion and an import of the same events end in the same
 * state, to the last byte.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { Combinations } from '@/lib/baselines/combinations';
import { type EndedHour, Engine, MASKS_KEPT, MODEL_VERSION, type Verdict } from '@/lib/baselines/engine';
import { packHour } from '@/lib/baselines/hour-bytes';
import type { OpenDeviation } from '@/lib/baselines/open-deviation';
import { type Place, saveDeviations, saveIncidents } from '@/lib/baselines/store-deviations';
import { type BucketFacts, loadFacts } from '@/lib/baselines/store-facts';
import { dropStates, isKept, loadState, saveState } from '@/lib/baselines/store-state';
import { endOfFacts, updateFacts } from '@/lib/baselines/update-facts';
import type { Changed, WorkloadState } from '@/lib/baselines/workload-state';
import { updateCoverage } from '@/lib/coverage/update-coverage';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockBaselines } from '@/lib/db/locks';
import { getPool } from '@/lib/db/pool';

const BUCKET = 300_000_000;
/** Buckets learned in one transaction: a day. */
const AT_ONCE = 288;
/** Coverage of a bucket is judged with what is around it, so far. */
const COVERAGE_REACH = 147;
const TIMEOUT_MS = 600_000;
const LONGEST_TURN_MS = 30;

export type BaselineUpdate = { blocks: number; factBuckets: number; buckets: number };

export type UpdateOptions = {
  clusterId?: number;
  signal?: AbortSignal;
  /** Microseconds: buckets that end after this are left for later. Null: all that have events. */
  now?: number | null;
};

/** All clusters, or the one. */
export async function updateBaselines(options: UpdateOptions = {}): Promise<BaselineUpdate> {
  const pool = getPool();
  const { rows } = await pool.query<{ id: number; name: string }>(
    'select id, name from cluster where $1::int is null or id = $1 order by id',
    [options.clusterId ?? null],
  );
  const done: BaselineUpdate = { blocks: 0, factBuckets: 0, buckets: 0 };
  for (const { id, name } of rows) {
    if (options.signal?.aborted) break;
    await updateCoverage({ clusterId: id, ...(options.signal && { signal: options.signal }) });
    await inTransaction(pool, async (lock) => {
      await lock.query('set local statement_timeout = 0');
      await lockBaselines(lock, id);
      const facts = await updateFacts(pool, id, options.signal);
      done.blocks += facts.blocks;
      done.factBuckets += facts.buckets;
      if (options.signal?.aborted) return;
      done.buckets += await learn(pool, { clusterId: id, cluster: name }, options);
    });
  }
  return done;
}

/** Forgets what was learned of a cluster, but not the facts, and learns it anew. */
export async function rebuildBaselines(clusterId: number): Promise<BaselineUpdate> {
  await inTransaction(getPool(), async (client) => {
    await lockBaselines(client, clusterId);
    await forget(client, clusterId, -1);
    await client.query('update baseline_cursor set done_to = null, dirty_from = null where cluster_id = $1', [
      clusterId,
    ]);
  });
  return updateBaselines({ clusterId });
}

async function learn(pool: Pool, place: Place, { signal, now }: UpdateOptions): Promise<number> {
  const { clusterId } = place;
  const { rows } = await pool.query<{ dirtyFrom: number | null; doneTo: number | null; version: string | null }>(
    'select dirty_from as "dirtyFrom", done_to as "doneTo", model_version as version from baseline_cursor where cluster_id = $1',
    [clusterId],
  );
  const cursor = rows[0];
  if (!cursor) return 0;
  const end = Math.min(await endOfFacts(pool, clusterId), now == null ? Infinity : Math.floor(now / BUCKET));
  const dirty = cursor.version === MODEL_VERSION ? (cursor.dirtyFrom ?? Infinity) : -1;
  const combinations = new Combinations();
  await combinations.catchUp(pool);
  let engine = new Engine((combination) => combinations.get(combination));
  if (cursor.doneTo !== null && (await loadState(pool, clusterId, Math.min(dirty, cursor.doneTo), engine))) {
    const changed = await firstChangedMask(pool, clusterId, engine);
    if (changed !== null) {
      engine = new Engine((combination) => combinations.get(combination));
      await loadState(pool, clusterId, changed, engine);
    }
  }
  const begin = engine.next >= 0 ? engine.next : await firstFact(pool, clusterId);
  if (begin === null) return 0;
  engine.setVerdicts(await readVerdicts(pool, clusterId));
  if (begin >= end) return 0;
  await inTransaction(pool, (client) => forget(client, clusterId, engine.next));
  const open = new Map<OpenDeviation, WorkloadState>();
  for (const workload of engine.all()) for (const deviation of workload.open.values()) open.set(deviation, workload);
  let done = 0;
  let reading = readSpan(pool, clusterId, spanFrom(begin, end));
  for (let from = begin; from < end && !signal?.aborted; from = engine.next) {
    const read = await reading;
    // The next day is read while this one is learned.
    if (read.to < end) reading = readSpan(pool, clusterId, spanFrom(read.to, end));
    await learnSpan(pool, place, engine, combinations, { ...read, end, signal }, open);
    open.clear();
    done += read.to - from;
  }
  await reading.catch(() => undefined);
  if (!signal?.aborted) {
    await pool.query(
      'update baseline_cursor set dirty_from = case when $2::int >= $3::int then null else dirty_from end where cluster_id = $1',
      [clusterId, engine.next, end],
    );
  }
  return done;
}

type Span = { from: number; to: number };
type ReadSpan = Span & { facts: Map<number, BucketFacts>; masked: Set<number> };

/** To the end of the day. */
function spanFrom(from: number, end: number): Span {
  return { from, to: Math.min(end, from - (from % AT_ONCE) + AT_ONCE) };
}

function readSpan(pool: Pool, clusterId: number, span: Span): Promise<ReadSpan> {
  const read = async () => {
    const facts = await loadFacts(pool, clusterId, span);
    const masked = await readMasked(pool, clusterId, span);
    return { ...span, facts: new Map(facts.map((fact) => [fact.bucket, fact])), masked };
  };
  const reading = read();
  // Where the day before fails, nobody asks for this one any more.
  reading.catch(() => undefined);
  return reading;
}

async function learnSpan(
  pool: Pool,
  place: Place,
  engine: Engine,
  combinations: Combinations,
  span: ReadSpan & { end: number; signal: AbortSignal | undefined },
  changed: Map<OpenDeviation, WorkloadState>,
): Promise<void> {
  const { clusterId } = place;
  const { facts, masked } = span;
  const hours: EndedHour[] = [];
  engine.onHour((hour) => hours.push(hour));
  const note = (changes: readonly Changed[]): void => {
    for (const { deviation, workload } of changes) changed.set(deviation, workload);
  };
  await inTransaction(pool, async (client) => {
    await client.query(`set local statement_timeout = ${TIMEOUT_MS}`);
    let ids = new Map<string, number>();
    let yielded = performance.now();
    for (let bucket = span.from; bucket < span.to; bucket++) {
      // Imports and other jobs share this process.
      if (performance.now() - yielded > LONGEST_TURN_MS) {
        await nextTurn();
        yielded = performance.now();
      }
      note(engine.step(bucket, facts.get(bucket) ?? null, masked.has(bucket)));
      const last = bucket + 1 === span.to;
      if (last || (isKept(bucket + 1, span.end) && bucket + 1 < span.end)) {
        ids = await saveWorkloads(client, clusterId, engine);
        if (isKept(bucket + 1, span.end)) await saveState(client, clusterId, engine, ids);
      }
    }
    await saveHours(client, clusterId, hours, ids);
    await saveDeviations(client, place, engine, combinations, ids, changed);
    await saveIncidents(client, clusterId);
    // A state that nobody would keep is not written: who is interrupted begins again at the last one that is, a week ago at most.
    if (span.signal?.aborted && !isKept(engine.next, span.end)) await saveState(client, clusterId, engine, ids);
    await dropStates(client, clusterId, engine.next);
    await client.query(
      'update baseline_cursor set done_to = $2, model_version = $3, dirty_from = case when dirty_from is not null then greatest(dirty_from, $2) end where cluster_id = $1',
      [clusterId, engine.next, MODEL_VERSION],
    );
  });
}

/** What was learned from the bucket on. */
async function forget(client: PoolClient, clusterId: number, from: number): Promise<void> {
  await client.query('delete from baseline_state where cluster_id = $1 and bucket > $2', [clusterId, from]);
  await client.query('delete from baseline_hour where cluster_id = $1 and hour >= $2', [
    clusterId,
    Math.floor(from / 12),
  ]);
  await client.query('delete from deviation where cluster_id = $1 and end_at > $2::bigint', [clusterId, from * BUCKET]);
}

async function firstFact(pool: Pool, clusterId: number): Promise<number | null> {
  const { rows } = await pool.query<{ first: number | null }>(
    'select min(bucket) as first from baseline_fact where cluster_id = $1',
    [clusterId],
  );
  return rows[0]?.first ?? null;
}

async function readMasked(pool: Pool, clusterId: number, span: Span): Promise<Set<number>> {
  const { rows } = await pool.query<{ bucket: number }>(
    'select bucket from coverage_bucket where cluster_id = $1 and bucket >= $2 and bucket < $3 and not learn',
    [clusterId, span.from, span.to],
  );
  return new Set(rows.map(({ bucket }) => bucket));
}

/** The first bucket whose coverage is not judged any more as it was when it was learned; null where there is none. */
async function firstChangedMask(pool: Pool, clusterId: number, engine: Engine): Promise<number | null> {
  const from = Math.max(engine.firstBucket, engine.next - MASKS_KEPT + COVERAGE_REACH);
  const now = await readMasked(pool, clusterId, { from, to: engine.next });
  const then = new Set(engine.masks.filter((bucket) => bucket >= from));
  const changed = [...now].filter((bucket) => !then.has(bucket)).concat([...then].filter((bucket) => !now.has(bucket)));
  return changed.length === 0 ? null : Math.min(...changed);
}

async function saveWorkloads(client: PoolClient, clusterId: number, engine: Engine): Promise<Map<string, number>> {
  const workloads = engine.all();
  const { rows } = await client.query<{ id: number; name: string }>(
    `insert into workload (cluster_id, name, peer_group, first_at, last_at)
     select $1, * from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[])
     on conflict (cluster_id, name) do update set peer_group = excluded.peer_group, first_at = excluded.first_at,
       last_at = excluded.last_at
     returning id, name`,
    [
      clusterId,
      workloads.map(({ name }) => name),
      workloads.map(({ peerGroup }) => peerGroup),
      workloads.map(({ firstBucket }) => firstBucket * BUCKET),
      workloads.map(({ lastBucket }) => lastBucket * BUCKET),
    ],
  );
  return new Map(rows.map(({ id, name }) => [name, id]));
}

async function saveHours(
  client: PoolClient,
  clusterId: number,
  hours: readonly EndedHour[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  await client.query(
    `insert into baseline_hour (cluster_id, hour, learned_minutes, data)
     select $1, * from unnest($2::int[], $3::int[], $4::bytea[])
     on conflict (cluster_id, hour) do update set learned_minutes = excluded.learned_minutes, data = excluded.data`,
    [
      clusterId,
      hours.map(({ hour }) => hour),
      hours.map(({ learnedMinutes }) => learnedMinutes),
      hours.map(({ cells }) =>
        packHour(
          cells.map(({ workload, metric, count, mean, dispersion, learning }) => ({
            workload: ids.get(workload.name) as number,
            metric,
            count,
            mean,
            dispersion,
            learning,
          })),
        ),
      ),
    ],
  );
}

/** The newest verdict of each deviation. */
async function readVerdicts(pool: Pool, clusterId: number): Promise<Verdict[]> {
  const { rows } = await pool.query<Verdict>(
    `select distinct on (deviation_id) workload, kind, verdict, metric, actual, (start_at / ${BUCKET})::int as start,
            ((end_at - 1) / ${BUCKET})::int as end,
            (extract(epoch from expires_at) / 300)::int as expires
     from verdict where cluster_id = $1 order by deviation_id, id desc`,
    [clusterId],
  );
  return rows;
}
