import { formatCount } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import type { BaselinePoint, Deviation } from '@/lib/baselines/deviation-answers';

/** A deviation on a chart, by the number that stands in its ring. */
export type NumberedDeviation = { number: number; deviation: Deviation };

export function numberDeviations(deviations: readonly Deviation[]): NumberedDeviation[] {
  const byTime = [...deviations].sort((a, b) =>
    a.start < b.start ? -1 : a.start > b.start ? 1 : a.id < b.id ? -1 : 1,
  );
  return byTime.map((deviation, i) => ({ number: i + 1, deviation }));
}

/** Those that touch [start, start + step). */
export function deviationsAt(
  all: readonly NumberedDeviation[],
  start: string,
  stepSeconds: number,
): NumberedDeviation[] {
  const from = Date.parse(start);
  const to = from + stepSeconds * 1000;
  return all.filter(({ deviation }) => Date.parse(deviation.start) < to && Date.parse(deviation.end) > from);
}

/** Where a count stands against its band: "above 99.9 %", "within 50 %"; null where there is no band. */
export function placeInBand({ actual, p50, p95, p999 }: BaselinePoint): string | null {
  if (p50 === null || p95 === null || p999 === null) return null;
  if (actual > p999[1]) return 'above the 99.9 % band';
  if (actual < p999[0]) return 'below the 99.9 % band';
  if (actual > p95[1]) return 'above the 95 % band';
  if (actual < p95[0]) return 'below the 95 % band';
  return actual >= p50[0] && actual <= p50[1] ? 'within the 50 % band' : 'within the 95 % band';
}

export function rangeWords(range: readonly [number, number] | null): string {
  return range === null ? '–' : `${formatCount(range[0])} to ${formatCount(range[1])}`;
}

/** One point as a sentence, for screen readers. */
export function pointWords(point: BaselinePoint, deviations: readonly NumberedDeviation[], zone: ShownZone): string {
  const place = placeInBand(point);
  return [
    `${formatTime(point.start, zone, true)}: ${formatCount(point.actual)}`,
    point.expected === null ? 'nothing expected yet' : `expected ${formatCount(point.expected)}`,
    ...(place === null ? [] : [place]),
    ...(point.masked ? ['the record has gaps here'] : []),
    ...(point.learning ? ['learning'] : []),
    ...deviations.map(({ number, deviation }) => `deviation ${number}: ${deviation.explanation.sentence}`),
  ].join(', ');
}
