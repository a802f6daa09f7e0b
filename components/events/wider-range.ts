import { formatRfc3339, parseRfc3339 } from '@/lib/audit/microseconds';

/** The window twice as wide about the same middle; null where there is none. */
export function widerRange({
  from,
  to,
}: {
  from: string | null;
  to: string | null;
}): { from: string; to: string } | null {
  const start = parseRfc3339(from ?? '');
  const end = parseRfc3339(to ?? '');
  if (start === null || end === null) return null;
  const half = Math.round((end - start) / 2);
  return { from: formatRfc3339(start - half), to: formatRfc3339(end + half) };
}
