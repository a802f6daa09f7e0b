import { formatTime, formatTimeSpan, type ShownZone } from '@/components/ui/format-time';
import { isRelativeTime, type TimeRange } from '@/lib/search/time-range';

export const timePresets = [
  { from: 'now-15m', words: 'Last 15 minutes' },
  { from: 'now-1h', words: 'Last hour' },
  { from: 'now-6h', words: 'Last 6 hours' },
  { from: 'now-24h', words: 'Last 24 hours' },
  { from: 'now-2d', words: 'Last 2 days' },
  { from: 'now-7d', words: 'Last 7 days' },
  { from: 'now-14d', words: 'Last 14 days' },
  { from: 'now-30d', words: 'Last 30 days' },
] as const;

const UNIT_WORDS: Record<string, string> = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' };

/** The window in words: "Last 24 hours", "All time", "2026-11-21 03:25:00 UTC to 2026-11-21 04:25:00 UTC". */
export function describeTimeRange(range: TimeRange, zone: ShownZone): string {
  const { from, to } = range;
  if (from === null && (to === null || to === 'now')) return 'All time';
  const untilNow = to === null || to === 'now';
  if (from !== null && untilNow && isRelativeTime(from)) return lastWords(from);
  if (from !== null && untilNow) return `Since ${instantWords(from, zone)}`;
  if (from === null) return `Until ${instantWords(to ?? 'now', zone)}`;
  if (!isRelativeTime(from) && !isRelativeTime(to)) return formatTimeSpan(from, to ?? '', zone);
  return `${instantWords(from, zone)} to ${instantWords(to ?? 'now', zone)}`;
}

function lastWords(from: string): string {
  const match = /^now-(\d+)([smhdw])$/.exec(from);
  if (!match) return 'Since now';
  const amount = Number(match[1]);
  const unit = UNIT_WORDS[match[2] ?? 's'];
  return amount === 1 ? `Last ${unit}` : `Last ${amount} ${unit}s`;
}

function instantWords(expression: string, zone: ShownZone): string {
  if (expression === 'now') return 'now';
  if (isRelativeTime(expression))
    return `${lastWords(expression)
      .replace(/^Last (?=\d)/, '')
      .replace(/^Last /, '1 ')} ago`;
  const words = formatTime(expression, zone);
  return words.replace(/\.000000 /, ' ');
}
