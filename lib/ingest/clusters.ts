/** The clusters and their settings. A change is recorded in the transaction that makes it. */
import type { PoolClient } from 'pg';
import { inTransaction } from '@/lib/db/in-transaction';
import { getPool } from '@/lib/db/pool';
import { type ClusterAnswer, type ClusterChange, clusterChangeSchema, describeRetention } from './cluster-answers';

const COLUMNS = `name, redact, retain_days as "retainDays", retain_bytes as "retainBytes", drop_when_full as "dropWhenFull",
  created_at as "createdAt"`;

type ClusterRow = {
  name: string;
  redact: boolean;
  retainDays: number | null;
  retainBytes: number | null;
  dropWhenFull: boolean;
  createdAt: Date;
};

function toAnswer({ retainDays, retainBytes, createdAt, ...row }: ClusterRow): ClusterAnswer {
  const days = retainDays === null ? null : { days: retainDays };
  const bytes = retainBytes === null ? null : { bytes: retainBytes };
  return { ...row, retention: days ?? bytes, createdAt: createdAt.toISOString() };
}

export async function listClusters(): Promise<ClusterAnswer[]> {
  const { rows } = await getPool().query<ClusterRow>(`select ${COLUMNS} from cluster order by name`);
  return rows.map(toAnswer);
}

/** Null where there is no such cluster. Throws ZodError for a change that is not possible. `actor` says who, or by which way. */
export async function changeCluster(name: string, wanted: ClusterChange, actor: string): Promise<ClusterAnswer | null> {
  const change = clusterChangeSchema.parse(wanted);
  return inTransaction(getPool(), async (client) => {
    const found = await client.query<ClusterRow>(`select ${COLUMNS} from cluster where name = $1 for update`, [name]);
    if (!found.rows[0]) return null;
    const before = toAnswer(found.rows[0]);
    const { redact = before.redact, retention = before.retention, dropWhenFull = before.dropWhenFull } = change;
    const after = { ...before, redact, retention, dropWhenFull };
    const changed = [
      { action: 'cluster.redact', from: String(before.redact), to: String(redact) },
      { action: 'cluster.retention', from: describeRetention(before.retention), to: describeRetention(retention) },
      { action: 'cluster.dropWhenFull', from: String(before.dropWhenFull), to: String(dropWhenFull) },
    ].filter(({ from, to }) => from !== to);
    if (changed.length > 0) await store(client, after);
    for (const { action, from, to } of changed) {
      await client.query(
        'insert into admin_action (actor, action, cluster, before, after) values ($1, $2, $3, $4, $5)',
        [actor, action, name, from, to],
      );
    }
    return after;
  });
}

/** What retention was dropping by the old settings stops: it decides anew. */
async function store(client: PoolClient, { name, redact, retention, dropWhenFull }: ClusterAnswer): Promise<void> {
  await client.query(
    `update cluster set redact = $2, retain_days = $3, retain_bytes = $4, drop_when_full = $5,
       prune_before = null, prune_reason = null
     where name = $1`,
    [
      name,
      redact,
      retention && 'days' in retention ? retention.days : null,
      retention && 'bytes' in retention ? retention.bytes : null,
      dropWhenFull,
    ],
  );
}
