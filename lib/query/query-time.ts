/** Times in a query: as in the URL (time-range.ts), and for `at:` also a whole day, an instant, a comparison, a range. */
import { formatRfc3339, MICROSECONDS_PER_DAY, parseRfc3339 } from '@/lib/audit/microseconds';
import { isRelativeTime, parseTimeExpression } from '@/lib/search/time-range';

/** Half open; null = open. The bounds as they stand in the URL. */
export type TimeSpan = { from: string | null; to: string | null };

/** The time itself and the end of what it names: a day for a date, a second or a fraction of one for a time. */
type NamedTime = { from: string; to: string; isDay: boolean };

function readNamedTime(text: string): NamedTime | null {
  const from = parseTimeExpression(text);
  if (from === null) return null;
  if (isRelativeTime(from)) return { from, to: from, isDay: false };
  const start = parseRfc3339(from);
  if (start === null) return null;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const digits = /[.,](\d+)/.exec(text)?.[1]?.length ?? 0;
  const width = isDay ? MICROSECONDS_PER_DAY : 10 ** Math.max(0, 6 - digits);
  return { from, to: formatRfc3339(start + width), isDay };
}

/** What `at:` says; null where it is no time. */
export function readTimeSpan(compare: string | null, text: string): TimeSpan | null {
  const [first = '', last, more] = text.split('..');
  if (last !== undefined) {
    const begin = readNamedTime(first);
    const end = readNamedTime(last);
    return compare === null && more === undefined && begin && end ? { from: begin.from, to: end.to } : null;
  }
  const named = readNamedTime(text);
  if (named === null) return null;
  // The end of a time that is compared is the next microsecond, of a date the next day.
  const end = named.isDay || isRelativeTime(named.from) ? named.to : nextMicrosecond(named.from);
  if (compare === '>=') return { from: named.from, to: null };
  if (compare === '>') return { from: end, to: null };
  if (compare === '<') return { from: null, to: named.from };
  if (compare === '<=') return { from: null, to: end };
  return isRelativeTime(named.from) ? null : { from: named.from, to: named.to };
}

function nextMicrosecond(time: string): string {
  return formatRfc3339((parseRfc3339(time) ?? 0) + 1);
}

/** As short as it still says the same. */
export function printTime(time: string): string {
  if (isRelativeTime(time)) return time;
  const at = parseRfc3339(time);
  if (at === null) return time;
  const text = formatRfc3339(at);
  if (at % MICROSECONDS_PER_DAY === 0 && /^\d{4}-/.test(text)) return text.slice(0, 10);
  return text.replace(/\.?0+Z$/, (zeros) => (zeros.startsWith('.') ? 'Z' : zeros.replace(/^0+/, '')));
}
