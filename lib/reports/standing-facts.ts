/** What a control asks beside events: how long they are kept, who changed or took what here, and whether clocks agree. */
import { formatRfc3339, MICROSECONDS_PER_DAY, type Microseconds } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { readVerificationFact } from '@/lib/reports/read-integrity';
import type { ReportFact } from '@/lib/reports/report-data';
import type { FactKind } from '@/lib/reports/report-definition';

const whole = new Intl.NumberFormat('en-US');
/** Entries of the product's own record that one report prints. */
const MAX_ENTRIES = 200;

type Question = { clusters: readonly string[]; from: Microseconds; to: Microseconds };

const readers: Record<FactKind, { title: string; read: (question: Question) => Promise<ReportFact[]> }> = {
  retention: { title: 'Retention', read: retentionFacts },
  'product-record': { title: 'What was changed and taken out here in the period', read: recordFacts },
  clock: { title: 'Clocks', read: clockFacts },
  reviews: { title: 'Reviews in the period', read: reviewFacts },
  verification: { title: 'Verification', read: async () => [await readVerificationFact()] },
};

export async function readFacts(
  kinds: readonly FactKind[],
  question: Question,
): Promise<{ title: string; rows: ReportFact[] }[]> {
  const facts: { title: string; rows: ReportFact[] }[] = [];
  for (const kind of kinds) facts.push({ title: readers[kind].title, rows: await readers[kind].read(question) });
  return facts;
}

async function retentionFacts({ clusters }: Question): Promise<ReportFact[]> {
  const { rows } = await getPool().query<{
    name: string;
    days: number | null;
    bytes: number | null;
    first: number | null;
    last: number | null;
    pruned: number;
  }>(
    `select c.name, c.retain_days as days, c.retain_bytes as bytes,
       (select min(min_at) from evidence_block b where b.cluster_id = c.id and octet_length(b.data) > 0) as first,
       (select max(max_at) from evidence_block b where b.cluster_id = c.id and octet_length(b.data) > 0) as last,
       (select coalesce(sum(last_seq - first_seq + 1), 0)::int from prune_marker p where p.cluster_id = c.id) as pruned
     from cluster c where c.name = any($1) order by c.name collate "C"`,
    [clusters],
  );
  return rows.flatMap(({ name, days, bytes, first, last, pruned }) => [
    {
      label: `${name}: setting`,
      value:
        days !== null
          ? `events are kept for ${whole.format(days)} days`
          : bytes !== null
            ? `the newest ${whole.format(bytes)} bytes are kept`
            : 'everything is kept',
      source: 'npm run cluster, or the Clusters screen',
    },
    {
      label: `${name}: kept and at hand at once`,
      value:
        first === null || last === null
          ? 'nothing'
          : `from ${formatRfc3339(first)} to ${formatRfc3339(last)}: ${((last - first) / MICROSECONDS_PER_DAY).toFixed(1)} days`,
      source: 'npm run cluster, or the Clusters screen',
    },
    {
      label: `${name}: blocks dropped by retention so far`,
      value: whole.format(pruned),
      source: 'npm run verify, or the Evidence screen',
    },
  ]);
}

async function recordFacts({ from, to }: Question): Promise<ReportFact[]> {
  const { rows } = await getPool().query<{
    at: Date;
    actor: string;
    action: string;
    cluster: string | null;
    after: string | null;
    total: number;
  }>(
    `select at, actor, action, cluster, after, (count(*) over ())::int as total from admin_action
     where at >= to_timestamp($1::bigint / 1000000.0) and at < to_timestamp($2::bigint / 1000000.0) order by id limit $3`,
    [from, to, MAX_ENTRIES],
  );
  const source = 'the record of changes and exports, kept in the database (Clusters screen)';
  const total = rows[0]?.total ?? 0;
  const facts: ReportFact[] = [{ label: 'Entries', value: whole.format(total), source }];
  for (const { at, actor, action, cluster, after } of rows) {
    const value = `${action}${cluster === null ? '' : ` of ${cluster}`} by ${actor}${after === null ? '' : `: ${after}`}`;
    facts.push({ label: at.toISOString(), value, source, people: true });
  }
  return facts;
}

/** What people said about reports and about deviations of these clusters. */
async function reviewFacts({ clusters, from, to }: Question): Promise<ReportFact[]> {
  const { rows } = await getPool().query<{ at: Date; text: string; total: number }>(
    `select at, text, (count(*) over ())::int as total from (
       select s.at, s.id::bigint, format('report %s of %s to %s signed off as “%s” by %s%s', r.control, left(r.request::json ->> 'from', 10),
         left(r.request::json ->> 'to', 10), s.verdict, s.person, case when s.reason = '' then '' else ': ' || s.reason end) as text
       from report_sign_off s join report r on r.id = s.report_id
       union all
       select v.at, v.id, format('deviation “%s” of %s in cluster %s judged “%s” by %s%s', v.kind, v.workload, c.name, v.verdict, v.person,
         case when v.reason = '' then '' else ': ' || v.reason end)
       from verdict v join cluster c on c.id = v.cluster_id where c.name = any($3)
     ) review
     where at >= to_timestamp($1::bigint / 1000000.0) and at < to_timestamp($2::bigint / 1000000.0) order by at, id limit $4`,
    [from, to, clusters, MAX_ENTRIES],
  );
  const source = 'sign-offs on the Reports screen, verdicts on the Deviations screen';
  const total = rows[0]?.total ?? 0;
  return [
    { label: 'Reviews', value: total === 0 ? 'none in the period' : whole.format(total), source },
    ...rows.map(({ at, text }) => ({ label: at.toISOString(), value: text, source, people: true as const })),
  ];
}

async function clockFacts({ clusters, from, to }: Question): Promise<ReportFact[]> {
  const { rows } = await getPool().query<{ name: string; blocks: number; ahead: number; most: number | null }>(
    `select c.name, count(b.seq)::int as blocks, count(b.seq) filter (where b.max_at > r.at)::int as ahead,
       max(b.max_at - r.at) as most
     from cluster c
     left join evidence_block b on b.cluster_id = c.id and b.max_at >= $2::bigint and b.min_at < $3::bigint
     left join lateral (select (extract(epoch from b.received_at) * 1000000)::bigint as at) r on true
     where c.name = any($1) group by c.name order by c.name collate "C"`,
    [clusters, from, to],
  );
  return rows.map(({ name, blocks, ahead, most }) => ({
    label: `${name}: events dated after they were received`,
    value:
      ahead === 0
        ? `none in ${whole.format(blocks)} blocks: no API server’s clock is ahead of this machine’s by more than the way takes`
        : `in ${whole.format(ahead)} of ${whole.format(blocks)} blocks, by up to ${((most ?? 0) / 1_000_000).toFixed(3)} s: the API server’s clock is ahead of this machine’s, or this one’s is behind`,
    source: 'times of the events against the time of receipt in each block’s hashed header',
  }));
}
