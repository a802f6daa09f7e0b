/** The clusters and their settings. A change is recorded in the transaction that makes it. */
import { getPool } from '@/lib/db/pool';
import { type ClusterAnswer, type ClusterChange, clusterChangeSchema } from './cluster-answers';

const COLUMNS = 'name, redact, created_at as "createdAt"';

type ClusterRow = { name: string; redact: boolean; createdAt: Date };

const toAnswer = (row: ClusterRow): ClusterAnswer => ({ ...row, createdAt: row.createdAt.toISOString() });

export async function listClusters(): Promise<ClusterAnswer[]> {
  const { rows } = await getPool().query<ClusterRow>(`select ${COLUMNS} from cluster order by name`);
  return rows.map(toAnswer);
}

/** Null where there is no such cluster. Throws ZodError for a change that is not possible. `actor` says who, or by which way. */
export async function changeCluster(name: string, wanted: ClusterChange, actor: string): Promise<ClusterAnswer | null> {
  const change = clusterChangeSchema.parse(wanted);
  const client = await getPool().connect();
  try {
    await client.query('begin');
    const found = await client.query<{ redact: boolean }>('select redact from cluster where name = $1 for update', [
      name,
    ]);
    const before = found.rows[0];
    if (before && before.redact !== change.redact) {
      await client.query('update cluster set redact = $2 where name = $1', [name, change.redact]);
      await client.query(
        `insert into admin_action (actor, action, cluster, before, after) values ($1, 'cluster.redact', $2, $3, $4)`,
        [actor, name, String(before.redact), String(change.redact)],
      );
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  const { rows } = await getPool().query<ClusterRow>(`select ${COLUMNS} from cluster where name = $1`, [name]);
  return rows[0] ? toAnswer(rows[0]) : null;
}
