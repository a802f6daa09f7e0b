import { formatTime, type ShownZone } from '@/components/ui/format-time';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import { isRelativeTime, parseTimeExpression } from '@/lib/search/time-range';

/** A bound as text to edit: the shown zone's wall clock, or the relative expression. Empty is open. */
export function timeInputText(bound: string | null, zone: ShownZone): string {
  if (bound === null || isRelativeTime(bound)) return bound ?? '';
  return formatTime(bound, zone).replace(/ (UTC|[+−]\d\d:\d\d)$/, '');
}

const WALL_CLOCK = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?$/;

/** Reads a typed bound: null is open, undefined is no time. A time without a zone is in the shown zone. */
export function parseTimeInput(text: string, zone: ShownZone): string | null | undefined {
  const trimmed = text.trim().replace(/ UTC$/i, 'Z').replace('−', '-');
  if (trimmed === '') return null;
  const wall = WALL_CLOCK.exec(trimmed);
  if (!wall) return parseTimeExpression(trimmed) ?? undefined;
  const [, date, minutes = '00:00', seconds = '00', fraction = '0'] = wall;
  const utc = `${date}T${minutes}:${seconds}.${fraction}Z`;
  const at = parseRfc3339(utc);
  if (at === null) return undefined;
  if (zone === 'utc') return parseTimeExpression(utc) ?? undefined;
  // The offset that holds at that wall clock: Date reads a time without a zone as local.
  const offset = -new Date(`${date}T${minutes}:${seconds}`).getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  return (
    parseTimeExpression(`${utc.slice(0, -1)}${sign}${hours}:${String(Math.abs(offset) % 60).padStart(2, '0')}`) ??
    undefined
  );
}
