/** The row of a cluster, made at its first mention. */
import { getPool } from '@/lib/db/pool';

/**
 * Looks before it inserts: an "insert … on conflict" takes a number of the smallint sequence at every call, and after
 * 32,767 uploads no cluster could be added.
 */
export async function ensureCluster(name: string): Promise<number> {
  const pool = getPool();
  const found = await pool.query<{ id: number }>('select id from cluster where name = $1', [name]);
  if (found.rows[0]) return found.rows[0].id;
  await pool.query('insert into cluster (name) values ($1) on conflict (name) do nothing', [name]);
  const made = await pool.query<{ id: number }>('select id from cluster where name = $1', [name]);
  if (!made.rows[0]) throw new Error(`cluster ${name} was removed while it was added`);
  return made.rows[0].id;
}
