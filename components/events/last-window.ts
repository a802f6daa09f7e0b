import { formatRfc3339, MICROSECONDS_PER_SECOND, parseRfc3339 } from '@/lib/audit/microseconds';

/** The newest window of the data that is as long as the one asked for; null where that has no beginning. */
export function lastWindow(
  asked: { from: string | null; to: string | null },
  dataEnd: string,
  now: string,
): { from: string; to: string } | null {
  const from = parseRfc3339(asked.from ?? '');
  const to = parseRfc3339(asked.to ?? now);
  const end = parseRfc3339(dataEnd);
  if (from === null || to === null || end === null || from >= to) return null;
  // To the second, upwards: the newest event is within.
  const last = Math.ceil(end / MICROSECONDS_PER_SECOND) * MICROSECONDS_PER_SECOND;
  return { from: formatRfc3339(last - (to - from)), to: formatRfc3339(last) };
}
