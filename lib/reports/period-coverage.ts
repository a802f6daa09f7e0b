/** How much of a period was recorded, in figures and in one sentence for the first page. */
import { formatRfc3339, MICROSECONDS_PER_SECOND, type Microseconds, parseRfc3339 } from '@/lib/audit/microseconds';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import { readCoverage } from '@/lib/coverage/read-coverage';
import { getPool } from '@/lib/db/pool';
import type { CoverageState, PeriodCoverage } from '@/lib/reports/report-data';

/** They are not shown, but a single one of many years would be too large to look through at once. */
const MAX_CELLS = 1000;
/** Gaps that one report names; the others are counted. */
const NAMED_GAPS = 50;

export async function readPeriodCoverage(
  clusters: readonly string[],
  from: Microseconds,
  to: Microseconds,
): Promise<PeriodCoverage[]> {
  const coverage = await readCoverage({ clusters, from, to, maxCells: MAX_CELLS });
  const spans = await readSpans(clusters);
  return coverage.clusters.map((one) => ({
    cluster: one.cluster,
    percent: one.percent,
    lost: one.lost,
    pendingBlocks: one.pendingBlocks,
    firstAt: one.firstAt,
    lastAt: one.lastAt,
    moreGaps: one.moreGaps + Math.max(0, one.gaps.length - NAMED_GAPS),
    unknownSeconds: one.unknownSeconds,
    gaps: withoutUntold(one.gaps, spans.get(one.cluster) ?? null),
    source: `npm run coverage -- --cluster ${shellWord(one.cluster)} --from ${formatRfc3339(from)} --to ${formatRfc3339(to)}`,
  }));
}

type Span = { first: Microseconds; last: Microseconds };

async function readSpans(clusters: readonly string[]): Promise<Map<string, Span>> {
  const { rows } = await getPool().query<Span & { name: string }>(
    `select c.name, min(b.min_at) as first, max(b.max_at) as last from cluster c
     join evidence_block b on b.cluster_id = c.id where c.name = any($1) group by c.name`,
    [clusters],
  );
  return new Map(rows.map(({ name, first, last }) => [name, { first, last }]));
}

/**
 * Coverage begins and ends with the traffic that it can judge by. What lies before and after that and holds events is no
 * gap: it is time of which nothing can be told, and counted as such.
 */
function withoutUntold(gaps: readonly CoverageGap[], span: Span | null): CoverageGap[] {
  if (span === null) return gaps.slice(0, NAMED_GAPS);
  const kept: CoverageGap[] = [];
  for (const gap of gaps) {
    const { reason } = gap;
    if (reason !== 'before' && reason !== 'after') {
      kept.push(gap);
      continue;
    }
    const [from, to] = [parseRfc3339(gap.from) ?? 0, parseRfc3339(gap.to) ?? 0];
    const edge = Math.min(to, Math.max(from, reason === 'before' ? span.first : span.last));
    const [start, end] = reason === 'before' ? [from, edge] : [edge, to];
    // A last event is followed by some quiet in every record.
    if (end - start > QUIET) kept.push({ ...gap, from: formatRfc3339(start), to: formatRfc3339(end) });
  }
  return kept.slice(0, NAMED_GAPS);
}

/** As long as a bucket of coverage. */
const QUIET = 300 * MICROSECONDS_PER_SECOND;

export function coverageState(clusters: readonly PeriodCoverage[], from: string, to: string): CoverageState {
  if (clusters.some((one) => one.gaps.length > 0)) return 'gaps';
  const told = clusters.every(
    (one) =>
      one.percent !== null &&
      one.unknownSeconds === 0 &&
      one.pendingBlocks === 0 &&
      one.firstAt !== null &&
      one.lastAt !== null &&
      one.firstAt <= from &&
      one.lastAt >= to,
  );
  return told && clusters.length > 0 ? 'covered' : 'unknown';
}

export function coverageSentence(state: CoverageState, clusters: readonly PeriodCoverage[]): string {
  if (state === 'covered') return 'The period is covered: no gap was found in what was recorded.';
  const parts = clusters.flatMap((one) => {
    const gaps = one.gaps.length + one.moreGaps;
    const said: string[] = [];
    if (gaps > 0)
      said.push(
        `${gaps} ${gaps === 1 ? 'gap' : 'gaps'}${one.lost > 0 ? `, about ${whole.format(one.lost)} events missing` : ''}`,
      );
    if (one.percent === null) said.push('coverage cannot be told');
    else if (one.unknownSeconds > 0) said.push(`coverage cannot be told for ${hours(one.unknownSeconds)}`);
    if (one.pendingBlocks > 0) said.push(`${whole.format(one.pendingBlocks)} blocks are not measured yet`);
    return said.length === 0 ? [] : [`${one.cluster}: ${said.join('; ')}`];
  });
  const what =
    state === 'gaps'
      ? 'Not all of the period is covered: this population may lack events.'
      : 'Whether all of the period is covered cannot be told: events that are missing may not have been noticed.';
  return `${what} ${parts.join('. ')}${parts.length > 0 ? '.' : ''} A reviewer who signs it off as complete has to give the reason.`;
}

const whole = new Intl.NumberFormat('en-US');

function hours(seconds: number): string {
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function shellWord(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
