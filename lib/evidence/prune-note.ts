/** The signed text of a prune marker: which blocks' bytes retention dropped, when, and why. */
import type { KeyObject } from 'node:crypto';
import { logOrigin } from '@/lib/evidence/block-header';
import { signNote } from '@/lib/evidence/signed-note';

export type Pruned = {
  logId: string;
  firstSeq: number;
  lastSeq: number;
  /** Hash of the last of those blocks, which binds the marker to this history. */
  lastBlockHash: Buffer;
  /** Microseconds. */
  at: number;
  /** One line; null in markers from before there was one. */
  reason: string | null;
};

export function pruneText(pruned: Pruned): string {
  return `${logOrigin(pruned.logId)}
pruned ${pruned.firstSeq} ${pruned.lastSeq}
last-block ${pruned.lastBlockHash.toString('hex')}
time ${pruned.at}
${pruned.reason === null ? '' : `reason ${pruned.reason}\n`}`;
}

/** The note that `prune_evidence` takes. */
export function signPruneNote(pruned: Pruned, privateKey: KeyObject): string {
  return signNote(pruneText(pruned), logOrigin(pruned.logId), privateKey);
}
