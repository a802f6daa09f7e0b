/** Response codes as series of a chart: their order, colours and totals. Each code keeps the colour family of its outcome. */
import { outcomeFill } from '@/components/ui/outcome';
import { type Outcome, outcomeOf } from '@/lib/audit/outcome';
import type { FailuresOverTime } from '@/lib/search/overview-answers';

export type CodeSeries = { code: string; label: string; outcome: Outcome; fill: string; total: number };

/** The key of the codes beyond the most frequent ones. */
const OTHER = 'other';
const MOST = 7;
/** The first, second … code of a family: its colour, towards the surface, towards the ink, and further to the surface. */
const SHADES: ((fill: string) => string)[] = [
  (fill) => fill,
  (fill) => `color-mix(in oklab, ${fill} 55%, var(--surface))`,
  (fill) => `color-mix(in oklab, ${fill} 62%, var(--ink))`,
  (fill) => `color-mix(in oklab, ${fill} 34%, var(--surface))`,
];

/** Most frequent first. What is beyond the first seven is one series. */
export function codeSeries({ buckets }: FailuresOverTime): CodeSeries[] {
  const totals = new Map<string, number>();
  for (const { codes } of buckets) {
    for (const [code, count] of Object.entries(codes)) totals.set(code, (totals.get(code) ?? 0) + count);
  }
  const sorted = [...totals].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  const shown = sorted.slice(0, MOST);
  const rest = sorted.slice(MOST).reduce((sum, [, count]) => sum + count, 0);
  if (rest > 0) shown.push([OTHER, rest]);
  const used = new Map<Outcome, number>();
  return shown.map(([code, total]) => {
    const outcome = outcomeOfCode(code);
    const place = used.get(outcome) ?? 0;
    used.set(outcome, place + 1);
    return { code, label: labelOf(code), outcome, fill: shade(outcome, place), total };
  });
}

/** A bucket's count of each series, by its code. */
export function countsOf(codes: Record<string, number>, series: readonly CodeSeries[]): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(series.map(({ code }) => [code, 0]));
  for (const [code, count] of Object.entries(codes)) {
    const key = code in counts ? code : OTHER;
    counts[key] = (counts[key] ?? 0) + count;
  }
  return counts;
}

export function isOther(series: CodeSeries): boolean {
  return series.code === OTHER;
}

function outcomeOfCode(code: string): Outcome {
  if (code === OTHER) return 'noResponse';
  return code === 'none' ? 'denied' : outcomeOf(Number(code), null);
}

function labelOf(code: string): string {
  if (code === OTHER) return 'other codes';
  return code === 'none' ? 'denied, no code' : code;
}

function shade(outcome: Outcome, place: number): string {
  const mix = SHADES[Math.min(place, SHADES.length - 1)];
  return mix ? mix(outcomeFill[outcome]) : outcomeFill[outcome];
}
