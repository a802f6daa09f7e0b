/**
 * The source of a request by its Authorization header. The database is asked each time: a revoked token is refused from
 * the next request on, whichever process revoked it.
 */
import type { Pool } from 'pg';
import type { IngestSource } from './ingest-source';
import { isToken, prefixOf } from './ingest-token';

type TokenRow = { id: string; label: string; cluster_id: number; cluster: string; sha256: Buffer };

/** Null for a missing, unknown or revoked token: the caller cannot tell which. */
export async function findSource(pool: Pool, authorization: string | undefined): Promise<IngestSource | null> {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const prefix = prefixOf(token);
  if (prefix === null) return null;
  const { rows } = await pool.query<TokenRow>(
    `select t.id, t.label, t.cluster_id, c.name as cluster, t.sha256
     from ingest_token t join cluster c on c.id = t.cluster_id
     where t.prefix = $1 and t.revoked_at is null`,
    [prefix],
  );
  const row = rows[0];
  if (!row || !isToken(token, row.sha256)) return null;
  return { id: row.id, label: row.label, clusterId: row.cluster_id, cluster: row.cluster };
}
