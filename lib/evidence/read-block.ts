/** Reads the original bytes of events back out of evidence. */
import type { Pool } from 'pg';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';

export type BlockPlace = { clusterId: number; seq: number };

/** The events of one block in their order, or null where there is no such block or retention has dropped its bytes. */
export async function readBlock(pool: Pool, place: BlockPlace): Promise<Buffer[] | null> {
  const { rows } = await pool.query<{ data: Buffer }>(
    'select data from evidence_block where cluster_id = $1 and seq = $2',
    [place.clusterId, place.seq],
  );
  const row = rows[0];
  return row && row.data.length > 0 ? unpackEvents(await decompressPayload(row.data)) : null;
}
