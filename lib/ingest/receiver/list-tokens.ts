/** The tokens, the newest first: everything that is known of them, which is not the secret. */
import { getPool } from '@/lib/db/pool';

export type TokenRecord = {
  id: string;
  cluster: string;
  label: string;
  prefix: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

export async function listTokens(): Promise<TokenRecord[]> {
  const { rows } = await getPool().query<TokenRecord>(
    `select t.id, c.name as cluster, t.label, t.prefix, t.created_at as "createdAt", t.last_used_at as "lastUsedAt",
       t.revoked_at as "revokedAt"
     from ingest_token t join cluster c on c.id = t.cluster_id order by t.created_at desc, t.id`,
  );
  return rows;
}
