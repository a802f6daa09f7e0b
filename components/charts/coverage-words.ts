/** What a chart says of time of which events are missing. */
import { formatCount } from '@/components/ui/format-number';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';

/** Coverage of from <= time < to: of the gaps in it the part that lies in it. Null where nothing is missing. */
export function coverageBetween(
  gaps: readonly CoverageGap[],
  from: string,
  to: string,
): { percent: number; lost: number | null } | null {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  let missing = 0;
  let lost = 0;
  let known = true;
  for (const gap of gaps) {
    const [gapStart, gapEnd] = [Date.parse(gap.from), Date.parse(gap.to)];
    const shared = Math.min(end, gapEnd) - Math.max(start, gapStart);
    if (shared <= 0) continue;
    missing += (shared * (100 - (gap.percent ?? 100))) / 100;
    if (gap.lost === null) known = false;
    else lost += (gap.lost * shared) / (gapEnd - gapStart);
  }
  if (missing === 0) return null;
  return { percent: Math.max(0, 100 - (missing / (end - start)) * 100), lost: known ? Math.round(lost) : null };
}

/** `coverage 62 %, about 1,240 events missing` */
export function coverageWords(gaps: readonly CoverageGap[], from: string, to: string): string | null {
  const coverage = coverageBetween(gaps, from, to);
  if (!coverage) return null;
  const percent = formatPercent(coverage.percent);
  if (coverage.lost === null)
    return coverage.percent < 1 ? 'nothing was recorded' : `coverage ${percent}, the rest was not recorded`;
  return coverage.lost === 0
    ? `coverage ${percent}`
    : `coverage ${percent}, about ${formatCount(coverage.lost)} events missing`;
}

/** Never 100 % where something is missing. */
export function formatPercent(percent: number): string {
  if (percent > 99 && percent < 100) return `${Math.min(99.9, Math.round(percent * 10) / 10)} %`;
  return `${Math.round(percent)} %`;
}
