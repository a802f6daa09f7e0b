/** Reads index rows of a range of blocks by binary COPY and hands each over as a place in the received bytes. */
import type { ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { COPY_HEADER } from '@/lib/db/binary-copy';
import { NAME_LENGTH_OFFSET, ROW_COLUMNS } from '@/lib/verify/expected-rows';

export type RowVisitor = (bytes: Buffer, start: number, end: number) => void;

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
  const stream = client.query(
    copyTo(
      `copy (select ${ROW_COLUMNS} from event where cluster_id = ${clusterId} and block_seq >= ${firstSeq} and block_seq <= ${lastSeq} and stripe = 0) to stdout (format binary)`,
    ),
  );
  let rest: Buffer = Buffer.alloc(0);
  let skip = COPY_HEADER.length;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let offset = 0;
    if (skip > 0) {
      if (bytes.length < skip) {
        rest = bytes;
        continue;
      }
      offset = skip;
      skip = 0;
    }
    while (offset + NAME_LENGTH_OFFSET + 4 <= bytes.length) {
      const end = offset + NAME_LENGTH_OFFSET + 4 + Math.max(0, bytes.readInt32BE(offset + NAME_LENGTH_OFFSET));
      if (end > bytes.length) break;
      visit(bytes, offset, end);
      offset = end;
    }
    rest = bytes.subarray(offset);
  }
}
