/** Whether no event was ever stored: the screens then say how to begin instead of showing nothing in many places. */
import { getPool } from '@/lib/db/pool';

export async function databaseIsEmpty(): Promise<boolean> {
  const { rows } = await getPool().query<{ empty: boolean }>('select not exists (select from evidence_block) as empty');
  return rows[0]?.empty === true;
}
