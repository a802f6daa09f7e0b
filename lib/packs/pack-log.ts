/** The logs that a pack's events are in, each with a signed checkpoint that covers them: without one nothing is proved. */
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { type BlockLog, logOrigin } from '@/lib/evidence/block-header';
import { Checkpointer } from '@/lib/evidence/checkpointer';
import { ProofTree } from '@/lib/evidence/proof-tree';
import { readLastCheckpoint, readLeaves } from '@/lib/evidence/read-header';
import { PackError } from './pack-error';
import type { FrozenSubject } from './pack-subject';

export type PackLog = BlockLog & {
  clusterId: number;
  origin: string;
  /** Wanted events, and the blocks that hold them. */
  events: number;
  blocks: { first: number; last: number; count: number };
  /** The end of the log when the pack was begun. */
  logSize: number;
  checkpoint: { size: number; at: string; note: string };
  paths: ProofTree;
};

/** Signs a checkpoint where the last one does not reach far enough. Throws PackError. */
export async function readPackLogs({ heads, wanted }: FrozenSubject): Promise<PackLog[]> {
  const pool = getPool();
  const logs: PackLog[] = [];
  const said: string[] = [];
  const checkpointer = new Checkpointer(pool, (line) => said.push(line));
  const ranges = wanted.blockRanges();
  for (const { id, name, logId, seq } of heads) {
    const range = ranges.get(id);
    if (!range) continue;
    let checkpoint = await readLastCheckpoint(pool, id, range.last);
    if (!checkpoint) {
      await checkpointer.checkpointCluster(name);
      checkpoint = await readLastCheckpoint(pool, id, range.last);
    }
    if (!checkpoint) {
      throw new PackError(
        `The events of cluster ${name} cannot be proved: no checkpoint that covers them could be signed. ${said.at(-1) ?? ''}`.trim(),
      );
    }
    const { size, at, note } = checkpoint;
    logs.push({
      clusterId: id,
      clusterName: name,
      logId,
      origin: logOrigin(logId),
      events: range.events,
      blocks: { first: range.first, last: range.last, count: range.blocks },
      logSize: seq,
      checkpoint: { size, at: formatRfc3339(at), note },
      paths: new ProofTree(await readLeaves(pool, id, size)),
    });
  }
  return logs;
}
