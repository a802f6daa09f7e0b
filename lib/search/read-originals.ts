/** The original events behind index rows, parsed; rows of one block share its reading. */
import { readStoredEvent } from '@/lib/audit/sources/stored-event';
import { getPool } from '@/lib/db/pool';
import { readBlock } from '@/lib/evidence/read-block';

export type OriginalPlace = { clusterId: number; blockSeq: number; ordinal: number };

/** Blocks decompressed at a time. */
const STEP = 8;

/** In the order of the rows; null where retention has dropped the bytes. */
export async function readOriginals(rows: readonly OriginalPlace[]): Promise<(Record<string, unknown> | null)[]> {
  const byBlock = new Map<string, number[]>();
  rows.forEach(({ clusterId, blockSeq }, i) => {
    const key = `${clusterId} ${blockSeq}`;
    byBlock.set(key, [...(byBlock.get(key) ?? []), i]);
  });
  const originals: (Record<string, unknown> | null)[] = new Array(rows.length).fill(null);
  const blocks = [...byBlock.values()];
  for (let b = 0; b < blocks.length; b += STEP) {
    await Promise.all(blocks.slice(b, b + STEP).map((members) => readMembers(rows, members, originals)));
  }
  return originals;
}

async function readMembers(
  rows: readonly OriginalPlace[],
  members: number[],
  originals: (Record<string, unknown> | null)[],
): Promise<void> {
  const first = rows[members[0] as number] as OriginalPlace;
  const events = await readBlock(getPool(), { clusterId: first.clusterId, seq: first.blockSeq });
  if (events === null) return;
  for (const i of members) {
    const place = rows[i] as OriginalPlace;
    const bytes = events[place.ordinal];
    if (!bytes) {
      throw new Error(
        `evidence block ${place.blockSeq} of cluster ${place.clusterId} has no event ${place.ordinal}: index and evidence disagree`,
      );
    }
    originals[i] = { ...readStoredEvent(bytes.toString('utf8'))?.event };
  }
}
