/**
 * Signs checkpoints of the clusters' logs. It keeps the trees while it runs, so a checkpoint costs only what is new. Before it
 * signs it compares the log with what was signed before, here and in the file outside of the database: a log that was
 * rewritten gets no new signature, and every try says why.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockCheckpoint } from '@/lib/db/locks';
import { logOrigin } from '@/lib/evidence/block-header';
import { type Checkpoint, checkpointText, noteHash, parseCheckpointText } from '@/lib/evidence/checkpoint-note';
import { checkpointFile, publishNote, readCheckpointFile } from '@/lib/evidence/checkpoint-outlets';
import { GrowingTree } from '@/lib/evidence/growing-tree';
import { openNote, signNote } from '@/lib/evidence/signed-note';
import { knownPublicKeys, loadSigningKey } from '@/lib/evidence/signing-key';

const LOOK_MS = 5000;
const EVERY_MICROSECONDS = 60_000_000;
const EVERY_EVENTS = 10_000;
/** Hashes read at once. */
const PAGE = 10_000;

/** The log does not continue what was signed before. */
export class RewrittenLogError extends Error {
  override name = 'RewrittenLogError';
}

type Log = { clusterId: number; clusterName: string; logId: string };
type Progress = { tree: GrowingTree; events: number; roots: Map<number, Buffer> };

export class Checkpointer {
  private readonly progress = new Map<number, Progress>();

  constructor(
    private readonly pool: Pool,
    private readonly log: (line: string) => void,
  ) {}

  /** Looks every few seconds until the signal comes. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.checkpointDue().catch((error: unknown) => this.log(explain(error)));
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Signs what is due: a minute after the last checkpoint, or 10,000 events. */
  async checkpointDue(): Promise<void> {
    const { rows } = await this.pool.query<Log & { at: number; fresh: number }>(
      `select c.id as "clusterId", c.name as "clusterName", c.log_id as "logId", coalesce(k.at, 0) as at, b.fresh
       from cluster c
       left join lateral (select size, at from checkpoint where cluster_id = c.id order by size desc limit 1) k on true
       cross join lateral (
         select sum(event_count)::int as fresh from evidence_block
         where cluster_id = c.id and seq > coalesce(k.size, 0) and block_hash is not null
       ) b
       where b.fresh > 0`,
    );
    for (const { at, fresh, ...log } of rows) {
      if (fresh >= EVERY_EVENTS || Date.now() * 1000 - at >= EVERY_MICROSECONDS) await this.tryWrite(log);
    }
  }

  /** Signs a checkpoint of that cluster now, if something is new. */
  async checkpointCluster(clusterName: string): Promise<void> {
    const { rows } = await this.pool.query<Log>(
      'select id as "clusterId", name as "clusterName", log_id as "logId" from cluster where name = $1',
      [clusterName],
    );
    if (rows[0]) await this.tryWrite(rows[0]);
  }

  private async tryWrite(log: Log): Promise<void> {
    try {
      await this.write(log);
    } catch (error) {
      this.progress.delete(log.clusterId);
      this.log(explain(error));
    }
  }

  private async write(log: Log): Promise<void> {
    const key = await loadSigningKey();
    const origin = logOrigin(log.logId);
    const signed = await inTransaction(this.pool, async (client) => {
      await lockCheckpoint(client, log.clusterId);
      const last = await lastCheckpoint(client, log.clusterId);
      const state = await this.readOn(client, log, await this.sizesToCompare(log, last));
      if (last && state.tree.size <= last.size) return null;
      if (state.tree.size === 0) return null;
      const checkpoint: Checkpoint = {
        origin,
        clusterName: log.clusterName,
        size: state.tree.size,
        root: state.tree.root(),
        at: Date.now() * 1000,
        events: state.events,
        previous: last ? noteHash(last.note) : null,
      };
      const note = signNote(checkpointText(checkpoint), origin, key.privateKey);
      await client.query(
        'insert into checkpoint (cluster_id, size, root, events, at, note) values ($1, $2, $3, $4, $5, $6)',
        [log.clusterId, checkpoint.size, checkpoint.root, checkpoint.events, checkpoint.at, note],
      );
      return { checkpoint, note };
    });
    if (!signed) return;
    const { size, events, root } = signed.checkpoint;
    this.log(
      `Checkpoint of cluster ${log.clusterName}: ${size} blocks, ${events} events, root ${root.toString('base64')}`,
    );
    for (const problem of await publishNote(log.clusterName, signed.note)) this.log(problem);
  }

  /** What was signed before, by size: the last one in the database and the last one outside. */
  private async sizesToCompare(log: Log, last: { size: number; root: Buffer } | null): Promise<Map<number, Buffer>> {
    const roots = new Map<number, Buffer>();
    if (last) roots.set(last.size, last.root);
    const origin = logOrigin(log.logId);
    const keys = await knownPublicKeys();
    for (const note of (await readCheckpointFile(checkpointFile(log.clusterName))).toReversed()) {
      const text = openNote(note, origin, keys);
      const outside = text === null ? null : parseCheckpointText(text);
      if (!outside) continue;
      const inside = roots.get(outside.size);
      if (inside && !inside.equals(outside.root)) throw rewritten(log, outside.size);
      roots.set(outside.size, outside.root);
      break;
    }
    return roots;
  }

  /** Takes the blocks that are new into the tree, and compares its root at those sizes. */
  private async readOn(client: PoolClient, log: Log, roots: Map<number, Buffer>): Promise<Progress> {
    const known = this.progress.get(log.clusterId);
    // A size that was passed already cannot be looked at again without its root: begin anew.
    const usable = known && [...roots.keys()].every((size) => size >= known.tree.size || known.roots.has(size));
    const state = usable ? known : { tree: new GrowingTree(), events: 0, roots: new Map<number, Buffer>() };
    this.progress.set(log.clusterId, state);
    for (;;) {
      this.compare(log, state, roots);
      const { rows } = await client.query<{ seq: number; hash: Buffer | null; events: number }>(
        `select seq, block_hash as hash, event_count as events from evidence_block
         where cluster_id = $1 and seq > $2 order by seq limit $3`,
        [log.clusterId, state.tree.size, PAGE],
      );
      for (const { seq, hash, events } of rows) {
        if (hash === null) break;
        if (seq !== state.tree.size + 1) {
          throw new RewrittenLogError(
            `No checkpoint of cluster ${log.clusterName}: block ${state.tree.size + 1} is missing, the next is ${seq}.`,
          );
        }
        state.tree.add(hash);
        state.events += events;
        this.compare(log, state, roots);
      }
      if (rows.length < PAGE) break;
    }
    for (const size of roots.keys()) if (size > state.tree.size) throw rewritten(log, size);
    state.roots.clear();
    state.roots.set(state.tree.size, state.tree.root());
    for (const [size, root] of roots) state.roots.set(size, root);
    return state;
  }

  private compare(log: Log, { tree, roots: seen }: Progress, roots: Map<number, Buffer>): void {
    for (const [size, root] of roots) {
      const own = size === tree.size ? tree.root() : seen.get(size);
      if (own && !own.equals(root)) throw rewritten(log, size);
    }
  }
}

async function lastCheckpoint(
  client: PoolClient,
  clusterId: number,
): Promise<{ size: number; root: Buffer; note: string } | null> {
  const { rows } = await client.query<{ size: number; root: Buffer; note: string }>(
    'select size, root, note from checkpoint where cluster_id = $1 order by size desc limit 1',
    [clusterId],
  );
  return rows[0] ?? null;
}

function rewritten(log: Log, size: number): RewrittenLogError {
  return new RewrittenLogError(
    `No checkpoint of cluster ${log.clusterName}: its first ${size} blocks are not the ones that were signed before. ` +
      'Run "npm run verify", which names the first bad place.',
  );
}

function explain(error: unknown): string {
  if (error instanceof RewrittenLogError) return error.message;
  return `Checkpoint: ${error instanceof Error ? error.message : String(error)}`;
}
