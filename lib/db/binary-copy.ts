/** PostgreSQL's binary COPY format: what stands before and after the rows, and how whole streams are sent and received. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase, PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

export const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const COPY_TRAILER = Buffer.from([0xff, 0xff]);

/** `statement` is a `copy … from stdin (format binary)`, `rows` its whole stream with header and trailer. */
export async function copyIn(client: PoolClient, statement: string, rows: Buffer): Promise<void> {
  await pipeline(Readable.from([rows]), client.query(copyFrom(statement)));
}

/**
 * Where the row that begins at `start` ends, which may be beyond the bytes that are there: then this is asked again when
 * there are as many. While even the row's length is not there: how far the bytes have to reach to tell it.
 */
export type RowEnd = (bytes: Buffer, start: number) => number;

/** Hands over each row of a query as a place in the received bytes. COPY takes no bound values: `select` must hold none from outside. */
export async function copyOut(
  client: ClientBase,
  select: string,
  endOf: RowEnd,
  visit: (bytes: Buffer, start: number, end: number) => void,
): Promise<void> {
  const stream = client.query(copyTo(`copy (${select}) to stdout (format binary)`));
  let pieces: Buffer[] = [];
  let held = 0;
  let wanted = COPY_HEADER.length;
  let start = COPY_HEADER.length;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    pieces.push(chunk);
    held += chunk.length;
    // Pieces are joined once a row, however large it is.
    if (held < wanted) continue;
    const bytes = pieces.length === 1 ? chunk : Buffer.concat(pieces, held);
    let end = endOf(bytes, start);
    for (; end <= bytes.length; end = endOf(bytes, start)) {
      visit(bytes, start, end);
      start = end;
    }
    wanted = end - start;
    pieces = [bytes.subarray(start)];
    held = bytes.length - start;
    start = 0;
  }
}
