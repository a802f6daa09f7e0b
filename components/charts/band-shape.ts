/** Shapes of a band chart as SVG paths. Pure, so that what is drawn can be tested without drawing it. */
import type { BaselinePoint } from '@/lib/baselines/deviation-answers';

/** The plot's inner edges in pixels. */
export const bandInsets = { left: 44, right: 8, top: 12, bottom: 20 };

export type Scales = { x: (index: number) => number; y: (count: number) => number };

type BandName = 'p50' | 'p95' | 'p999';

/** The area between both ends of a band, in steps, one closed piece for each run of points that have one. */
export function bandPath(points: readonly BaselinePoint[], band: BandName, { x, y }: Scales): string {
  return runsOf(points, (point) => point[band] !== null)
    .map(([first, end]) => {
      const upper: string[] = [];
      const lower: string[] = [];
      for (let i = first; i < end; i++) {
        const [low, high] = points[i]?.[band] ?? [0, 0];
        upper.push(`${at(x(i), y(high))} ${at(x(i + 1), y(high))}`);
        lower.unshift(`${at(x(i + 1), y(low))} ${at(x(i), y(low))}`);
      }
      return `M${upper.join(' ')} ${lower.join(' ')}Z`;
    })
    .join('');
}

/** A line in steps; a gap where the value is null. */
export function stepPath(values: readonly (number | null)[], { x, y }: Scales): string {
  return runsOf(values, (value) => value !== null)
    .map(([first, end]) => {
      const places: string[] = [];
      for (let i = first; i < end; i++) {
        const level = y(values[i] ?? 0);
        places.push(`${at(x(i), level)} ${at(x(i + 1), level)}`);
      }
      return `M${places.join(' ')}`;
    })
    .join('');
}

/** Where the condition holds, as [first, end) each. */
export function runsOf<T>(items: readonly T[], holds: (item: T) => boolean): [number, number][] {
  const runs: [number, number][] = [];
  for (let i = 0; i < items.length; i++) {
    if (!holds(items[i] as T)) continue;
    const last = runs[runs.length - 1];
    if (last?.[1] === i) last[1] = i + 1;
    else runs.push([i, i + 1]);
  }
  return runs;
}

/** The highest count that has to be seen: what happened, what was expected in 95 % of cases. */
export function highest(points: readonly BaselinePoint[]): number {
  return points.reduce((most, { actual, p95 }) => Math.max(most, actual, p95?.[1] ?? 0), 1);
}

/** The next round number, of which the half is whole too. */
export function niceTop(count: number): number {
  const power = 10 ** Math.floor(Math.log10(count));
  const factor = [1, 2, 4, 6, 8, 10].find((one) => one * power >= count) ?? 10;
  return Math.max(2, factor * power);
}

function at(x: number, y: number): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
