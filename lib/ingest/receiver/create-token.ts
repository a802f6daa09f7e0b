/** Makes a token for a cluster. The token itself is in this answer and nowhere else. */
import { randomUUID } from 'node:crypto';
import { getPool } from '@/lib/db/pool';
import { clusterNameSchema } from '@/lib/ingest/cluster-name';
import { ensureCluster } from '@/lib/ingest/cluster-row';
import { makeToken } from './ingest-token';
import { tokenLabelSchema } from './token-label';

export async function createToken(wanted: { cluster: string; label: string }): Promise<{ id: string; token: string }> {
  const clusterId = await ensureCluster(clusterNameSchema.parse(wanted.cluster));
  const label = tokenLabelSchema.parse(wanted.label);
  const { token, prefix, sha256 } = makeToken();
  const id = randomUUID();
  await getPool().query(
    'insert into ingest_token (id, cluster_id, label, prefix, sha256) values ($1, $2, $3, $4, $5)',
    [id, clusterId, label, prefix, sha256],
  );
  return { id, token };
}
