/** Reads index rows of a range of blocks by binary COPY and hands each over as a place in the received bytes. */
import type { ClientBase } from 'pg';
import { copyOut } from '@/lib/db/binary-copy';
import { NAME_LENGTH_OFFSET, ROW_COLUMNS } from '@/lib/verify/expected-rows';

export type RowVisitor = (bytes: Buffer, start: number, end: number) => void;

/** Everything before the name. */
const FIXED_BYTES = NAME_LENGTH_OFFSET + 4;

export async function readRows(
  client: ClientBase,
  clusterId: number,
  firstSeq: number,
  lastSeq: number,
  visit: RowVisitor,
): Promise<void> {
  // COPY takes no bound values.
  if (![clusterId, firstSeq, lastSeq].every(Number.isInteger))
    throw new RangeError('a block is named by whole numbers');
  const select = `select ${ROW_COLUMNS} from event where cluster_id = ${clusterId} and block_seq >= ${firstSeq} and block_seq <= ${lastSeq} and stripe = 0`;
  await copyOut(client, select, endOfRow, visit);
}

function endOfRow(bytes: Buffer, start: number): number {
  const end = start + FIXED_BYTES;
  return end > bytes.length ? end : end + Math.max(0, bytes.readInt32BE(start + NAME_LENGTH_OFFSET));
}
