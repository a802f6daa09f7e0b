/** What proves one event: its path to the root in its block, and the block's to the last signed checkpoint. */
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { blockHash, headerText, logOrigin } from '@/lib/evidence/block-header';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import { eventLeaves } from '@/lib/evidence/event-root';
import { HASH_BYTES, rootFromInclusion } from '@/lib/evidence/merkle-tree';
import { ProofTree } from '@/lib/evidence/proof-tree';
import { readHeader, readLastCheckpoint, readLeaves, readLog } from '@/lib/evidence/read-header';
import { openNote } from '@/lib/evidence/signed-note';
import { knownPublicKeys } from '@/lib/evidence/signing-key';
import type { EventProof } from '@/lib/verify/evidence-answers';

/** Null where there is no such block or event, or retention has dropped its bytes. */
export async function getEventProof(clusterName: string, seq: number, ordinal: number): Promise<EventProof | null> {
  const pool = getPool();
  const log = await readLog(pool, clusterName);
  const header = log && (await readHeader(pool, log.clusterId, seq));
  if (!log || !header || header.data.length === 0) return null;
  const leaves = eventLeaves(unpackEvents(await decompressPayload(header.data)));
  const leaf = leaves.subarray(ordinal * HASH_BYTES, (ordinal + 1) * HASH_BYTES);
  if (leaf.length === 0) return null;
  const eventPath = new ProofTree(leaves).path(ordinal);
  const problems = [
    !rootFromInclusion(leaf, ordinal, header.eventCount, eventPath)?.equals(header.eventRoot) &&
      'the bytes of this block are not the ones that were written',
    !blockHash(log, header).equals(header.hash) && 'the header of this block is not the one that was written',
  ];
  const checkpoint = await readLastCheckpoint(pool, log.clusterId, seq);
  let blockPath: Buffer[] = [];
  if (checkpoint) {
    blockPath = new ProofTree(await readLeaves(pool, log.clusterId, checkpoint.size)).path(seq - 1);
    problems.push(
      !rootFromInclusion(header.hash, seq - 1, checkpoint.size, blockPath)?.equals(checkpoint.root) &&
        'the log is not the one that the last checkpoint was signed over',
      openNote(checkpoint.note, logOrigin(log.logId), await knownPublicKeys()) === null &&
        'the signature of the last checkpoint does not fit',
    );
  }
  const problem = problems.find((text) => text !== false) || null;
  return {
    proved: problem === null && checkpoint !== null,
    problem,
    leaf: leaf.toString('hex'),
    eventPath: eventPath.map(hex),
    header: headerText(log, header),
    blockHash: hex(header.hash),
    blockPath: blockPath.map(hex),
    checkpoint: checkpoint && {
      at: formatRfc3339(checkpoint.at),
      size: checkpoint.size,
      root: checkpoint.root.toString('base64'),
      note: checkpoint.note,
    },
  };
}

function hex(hash: Buffer): string {
  return hash.toString('hex');
}
