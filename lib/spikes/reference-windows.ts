/** The windows that a window is compared with. Half open, in order of time, and none of them touches the window itself. */
import { MICROSECONDS_PER_DAY, type Microseconds } from '@/lib/audit/microseconds';

export type Span = { from: Microseconds; to: Microseconds };

/** What of the range is not in the window. */
export function restOfRange(range: Span, window: Span): Span[] {
  return [
    { from: range.from, to: Math.min(window.from, range.to) },
    { from: Math.max(window.to, range.from), to: range.to },
  ].filter(({ from, to }) => from < to);
}

/**
 * The same hours of up to `days` earlier days, those from `first` on: before it nothing was recorded, and nothing expected.
 * A window longer than a day goes back by as many whole days as it takes.
 */
export function sameHoursBefore(window: Span, days: number, first: Microseconds): Span[] {
  const step = Math.max(1, Math.ceil((window.to - window.from) / MICROSECONDS_PER_DAY)) * MICROSECONDS_PER_DAY;
  const windows: Span[] = [];
  for (let n = days; n >= 1; n--) {
    const from = window.from - n * step;
    if (from >= first) windows.push({ from, to: window.to - n * step });
  }
  return windows;
}

export function lengthOf(spans: readonly Span[]): Microseconds {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}
