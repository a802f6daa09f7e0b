/** What proves the events of a period: the blocks they are in, the first signed checkpoint that covers these, and the last verification. */
import { formatRfc3339, type Microseconds } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { logOrigin } from '@/lib/evidence/block-header';
import type { ClusterIntegrity, ReportFact } from '@/lib/reports/report-data';

export type PeriodBlocks = {
  clusterId: number;
  cluster: string;
  logId: string;
  redact: boolean;
  first: number | null;
  last: number | null;
  /** Of the last one: with it, all before is fixed. */
  lastHash: string | null;
};

/** The blocks with events of the period, by cluster; a cluster without any is there, too. */
export async function readPeriodBlocks(
  clusters: readonly string[],
  from: Microseconds,
  to: Microseconds,
): Promise<PeriodBlocks[]> {
  const { rows } = await getPool().query<PeriodBlocks>(
    `select c.id as "clusterId", c.name as cluster, c.log_id as "logId", c.redact, b.first, b.last,
       (select encode(block_hash, 'hex') from evidence_block where cluster_id = c.id and seq = b.last limit 1) as "lastHash"
     from cluster c
     cross join lateral (
       select min(seq) as first, max(seq) as last from evidence_block
       where cluster_id = c.id and max_at >= $2::bigint and min_at < $3::bigint
     ) b
     where c.name = any($1) order by c.name collate "C"`,
    [clusters, from, to],
  );
  return rows;
}

export async function readIntegrity(blocks: readonly PeriodBlocks[]): Promise<ClusterIntegrity[]> {
  const answer: ClusterIntegrity[] = [];
  for (const { clusterId, cluster, logId, redact, first, last } of blocks) {
    const { rows } = await getPool().query<{ at: number; size: number; root: Buffer }>(
      'select at, size, root from checkpoint where cluster_id = $1 and size >= $2 order by size limit 1',
      [clusterId, last ?? 1],
    );
    const pruned = await getPool().query<{ blocks: number }>(
      `select coalesce(sum(least(last_seq, $3) - greatest(first_seq, $2) + 1), 0)::int as blocks from prune_marker
       where cluster_id = $1 and last_seq >= $2 and first_seq <= $3`,
      [clusterId, first ?? 0, last ?? 0],
    );
    const [checkpoint] = rows;
    answer.push({
      cluster,
      log: logOrigin(logId),
      blocks: first === null || last === null ? null : { first, last },
      checkpoint: checkpoint
        ? { at: formatRfc3339(checkpoint.at), size: checkpoint.size, root: checkpoint.root.toString('base64') }
        : null,
      prunedBlocks: pruned.rows[0]?.blocks ?? 0,
      redaction: redact,
    });
  }
  return answer;
}

/** How the last verification that ended went. */
export async function readVerificationFact(): Promise<ReportFact> {
  const { rows } = await getPool().query<{ at: Date; ok: boolean; events: string; findings: number }>(
    `select finished_at as at, (report ->> 'ok')::boolean as ok, report ->> 'events' as events, (report ->> 'findingCount')::int as findings
     from verification where state = 'done' and report is not null order by finished_at desc limit 1`,
  );
  const [last] = rows;
  const source = 'npm run verify, or the Evidence screen';
  if (!last) return { label: 'Last verification', value: 'None was made here yet.', source };
  const value = last.ok
    ? `${last.at.toISOString()}: ${Number(last.events).toLocaleString('en-US')} events compared with the evidence, everything is as it was written.`
    : `${last.at.toISOString()}: ${last.findings} places are not as they were written. See the Evidence screen before relying on this report.`;
  return { label: 'Last verification', value, source };
}
