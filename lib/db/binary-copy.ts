/** PostgreSQL's binary COPY format: what stands before and after the rows, and how a whole stream is sent. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
export const COPY_TRAILER = Buffer.from([0xff, 0xff]);

/** `statement` is a `copy … from stdin (format binary)`, `rows` its whole stream with header and trailer. */
export async function copyIn(client: PoolClient, statement: string, rows: Buffer): Promise<void> {
  await pipeline(Readable.from([rows]), client.query(copyFrom(statement)));
}
