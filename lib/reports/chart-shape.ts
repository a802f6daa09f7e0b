/** The chart over time as shapes in a box, for every format that draws: bars by outcome from zero, gaps behind them, few labels. */
import { type Outcome, outcomes } from '@/lib/audit/outcome';

/** Told apart by people who see colours differently, on paper too: the fixed meanings of the screens in their light form. */
export const outcomeColours: Record<Outcome, string> = {
  ok: '#5b7089',
  clientError: '#b06d00',
  denied: '#a8327e',
  serverError: '#b3261e',
  noResponse: '#a9b2bd',
};

/** Counts by outcome over time; all buckets are as long. */
export type ChartBuckets = {
  bucketSeconds: number;
  buckets: readonly { start: string; events: number; outcomes: Record<Outcome, number> }[];
};

export type ChartShape = {
  bars: { x: number; y: number; width: number; height: number; outcome: Outcome }[];
  gaps: { x: number; width: number }[];
  /** Of the whole height, in events. */
  top: number;
  /** Where the time axis is labelled: place and text. */
  ticks: { x: number; text: string; align: 'left' | 'center' | 'right' }[];
};

export function chartShape(
  { buckets, bucketSeconds }: ChartBuckets,
  gaps: readonly { from: string; to: string }[],
  { width, height }: { width: number; height: number },
): ChartShape {
  const [first] = buckets;
  const top = niceTop(Math.max(0, ...buckets.map((bucket) => bucket.events)));
  const shape: ChartShape = { bars: [], gaps: [], top, ticks: [] };
  if (!first) return shape;
  const step = width / buckets.length;
  buckets.forEach((bucket, n) => {
    let y = height;
    for (const outcome of outcomes) {
      const share = (bucket.outcomes[outcome] / top) * height;
      if (share === 0) continue;
      y -= share;
      shape.bars.push({
        x: round(n * step + step * 0.08),
        y: round(y),
        width: round(step * 0.84),
        height: round(share),
        outcome,
      });
    }
  });
  // Bucket edges are multiples of the width, but the first may begin with the period.
  const widthMs = bucketSeconds * 1000;
  const begin = Math.floor(Date.parse(first.start) / widthMs) * widthMs;
  const span = buckets.length * widthMs;
  const at = (time: string) => Math.min(width, Math.max(0, ((Date.parse(time) - begin) / span) * width));
  for (const gap of gaps) {
    const [x, end] = [at(gap.from), at(gap.to)];
    if (end > x) shape.gaps.push({ x: round(x), width: round(Math.max(end - x, 1)) });
  }
  const places = [0, Math.floor(buckets.length / 2), buckets.length - 1];
  const aligns = ['left', 'center', 'right'] as const;
  for (const [n, place] of [...new Set(places)].entries()) {
    const align = aligns[n] ?? 'center';
    const x = align === 'left' ? 0 : align === 'right' ? width : (place + 0.5) * step;
    shape.ticks.push({ x: round(x), text: shortTime(buckets[place]?.start ?? ''), align });
  }
  return shape;
}

/** What the chart says, for who cannot see it. */
export function chartWords({ buckets, bucketSeconds }: ChartBuckets): string {
  const total = buckets.reduce((sum, bucket) => sum + bucket.events, 0);
  const highest = buckets.reduce((a, b) => (b.events > a.events ? b : a), buckets[0] ?? { events: 0, start: '' });
  if (total === 0) return 'No event in the period.';
  return `${whole.format(total)} events in ${buckets.length} bars of ${widthWords(bucketSeconds)}; the most, ${whole.format(highest.events)}, from ${shortTime(highest.start)}. They stand in “Numbers of the chart”.`;
}

export function widthWords(seconds: number): string {
  if (seconds % 86_400 === 0) return seconds === 86_400 ? 'a day' : `${seconds / 86_400} days`;
  if (seconds % 3600 === 0) return seconds === 3600 ? 'an hour' : `${seconds / 3600} hours`;
  if (seconds % 60 === 0) return seconds === 60 ? 'a minute' : `${seconds / 60} minutes`;
  return `${seconds} s`;
}

const whole = new Intl.NumberFormat('en-US');

function shortTime(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}

/** The next of 1, 2, 5, 10, 20 … */
function niceTop(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  for (const factor of [1, 2, 5, 10]) if (most <= factor * power) return Math.max(1, factor * power);
  return most;
}

/** Two digits are finer than print, and keep the bytes the same everywhere. */
function round(number: number): number {
  return Math.round(number * 100) / 100;
}
