/**
 * Retention: what a cluster's settings no longer keep is dropped, whole UTC days, the oldest first, never the newest. First the
 * decision is recorded, with what goes and why; then it is carried out in small steps. What a stop or a crash interrupts goes on by
 * the recorded decision: a limit by size would otherwise be counted anew in the middle of a day.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { MICROSECONDS_PER_DAY } from '@/lib/audit/microseconds';
import { inTransaction } from '@/lib/db/in-transaction';
import { ownerPool } from '@/lib/db/pool';
import { chooseLimit, type Limit } from './choose-limit';
import { type KeptDay, readKeptDays } from './kept-days';
import { pruneStep } from './prune-step';

export type RetentionRun = {
  signal?: AbortSignal;
  /** Milliseconds; the days of the limits are counted from it. */
  now?: number;
  /** Bytes that must be made free for there to be room again; only clusters that allow it lose days for that. */
  missingBytes?: number;
};

export type Dropped = { cluster: string; blocks: number; events: number; reason: string };

type Governed = {
  id: number;
  name: string;
  retainDays: number | null;
  retainBytes: number | null;
  dropWhenFull: boolean;
  reason: string | null;
};

/** Does what is due in all clusters; answers what was dropped. */
export async function runRetention({
  signal,
  now = Date.now(),
  missingBytes = 0,
}: RetentionRun = {}): Promise<Dropped[]> {
  // The role that the product works as may not drop evidence.
  const pool = ownerPool();
  const { rows } = await pool.query<Governed>(
    `select id, name, retain_days as "retainDays", retain_bytes as "retainBytes", drop_when_full as "dropWhenFull",
       prune_reason as reason
     from cluster
     where retain_days is not null or retain_bytes is not null or prune_before is not null or (drop_when_full and $1) order by id`,
    [missingBytes > 0],
  );
  const done: Dropped[] = [];
  let missing = missingBytes;
  for (const cluster of rows) {
    if (signal?.aborted) break;
    const decided = cluster.reason ?? (await decide(pool, cluster, now, cluster.dropWhenFull ? missing : 0));
    if (decided === null) continue;
    const reason = typeof decided === 'string' ? decided : decided.reason;
    if (typeof decided !== 'string') missing = Math.max(0, missing - decided.bytes);
    const dropped = await carryOut(pool, cluster.id, signal);
    if (dropped.blocks > 0) done.push({ cluster: cluster.name, reason, ...dropped });
  }
  return done;
}

type Decided = { reason: string; bytes: number };

/** Null where nothing is to go; else the decision, which is recorded then. */
async function decide(pool: Pool, cluster: Governed, now: number, missingBytes: number): Promise<Decided | null> {
  const days = await readKeptDays(pool, cluster.id);
  const today = Math.floor((now * 1000) / MICROSECONDS_PER_DAY);
  const limit = chooseLimit(days, { ...cluster, missingBytes }, today);
  if (!limit) return null;
  const going = days.filter(({ day }) => day < limit.beforeDay);
  return inTransaction(pool, async (client) => {
    // The settings may have been changed meanwhile, or another process may have decided.
    const { rowCount } = await client.query(
      `update cluster set prune_before = $2, prune_reason = $3
       where id = $1 and prune_before is null and retain_days is not distinct from $4
         and retain_bytes is not distinct from $5 and drop_when_full = $6`,
      [
        cluster.id,
        limit.beforeDay * MICROSECONDS_PER_DAY,
        limit.reason,
        cluster.retainDays,
        cluster.retainBytes,
        cluster.dropWhenFull,
      ],
    );
    if (rowCount === 0) return null;
    await client.query(
      `insert into admin_action (actor, action, cluster, before, after) values ('retention', 'retention.drop', $1, $2, $3)`,
      [cluster.name, `events from ${dateOf(firstDay(going))} on`, describeDrop(limit, going)],
    );
    return { reason: limit.reason, bytes: total(going, 'bytes') };
  });
}

function describeDrop({ beforeDay, reason }: Limit, going: readonly KeptDay[]): string {
  const [blocks, events, bytes] = (['blocks', 'events', 'bytes'] as const).map((name) =>
    total(going, name).toLocaleString('en-US'),
  );
  return `events from ${dateOf(beforeDay)} on; ${events} events in ${blocks} blocks (about ${bytes} bytes) go: ${reason}`;
}

async function carryOut(
  pool: Pool,
  clusterId: number,
  signal: AbortSignal | undefined,
): Promise<{ blocks: number; events: number }> {
  const dropped = { blocks: 0, events: 0 };
  while (!signal?.aborted) {
    const begun = performance.now();
    const step = await pruneStep(pool, clusterId);
    if (step === null) {
      await pool.query('update cluster set prune_before = null, prune_reason = null where id = $1', [clusterId]);
      break;
    }
    dropped.blocks += step.blocks;
    dropped.events += step.events;
    // Others want the database too: as long a pause as the step took.
    await sleep(performance.now() - begun, undefined, signal && { signal }).catch(() => undefined);
  }
  return dropped;
}

function total(days: readonly KeptDay[], name: 'blocks' | 'events' | 'bytes'): number {
  return days.reduce((sum, day) => sum + day[name], 0);
}

function firstDay(days: readonly KeptDay[]): number {
  return Math.floor(Math.min(...days.map(({ firstAt }) => firstAt)) / MICROSECONDS_PER_DAY);
}

function dateOf(day: number): string {
  return new Date((day * MICROSECONDS_PER_DAY) / 1000).toISOString().slice(0, 10);
}
