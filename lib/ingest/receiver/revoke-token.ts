/** Takes a token back, for good: from the next request on it is refused, and what is being written with it is too. */
import { getPool } from '@/lib/db/pool';

/** False where there is no such token. Revoking again changes nothing. */
export async function revokeToken(id: string): Promise<boolean> {
  const { rowCount } = await getPool().query(
    'update ingest_token set revoked_at = coalesce(revoked_at, now()) where id = $1',
    [id],
  );
  return rowCount === 1;
}
