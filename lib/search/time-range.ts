/**
 * The time window of a question, half open: from <= at < to. In the URL a bound is RFC 3339, a plain date (UTC) or
 * relative to now: `now`, `now-15m`, `now-24h`, `now-7d`, `now-4w`. A missing bound is open.
 */
import { formatRfc3339, MICROSECONDS_PER_SECOND, type Microseconds, parseRfc3339 } from '@/lib/audit/microseconds';

export type TimeRange = { from: string | null; to: string | null };
export type TimeWindow = { from: Microseconds | null; to: Microseconds | null };

const UNIT_SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const RELATIVE = /^now(?:-(\d{1,6})([smhdw]))?$/;

/** The instant an expression stands for; null where it is none. */
export function resolveTime(expression: string, now: Microseconds): Microseconds | null {
  const relative = RELATIVE.exec(expression);
  if (relative) {
    const seconds = Number(relative[1] ?? 0) * (UNIT_SECONDS[relative[2] ?? 's'] ?? 1);
    return now - seconds * MICROSECONDS_PER_SECOND;
  }
  if (/^\d{4}-\d\d-\d\d$/.test(expression)) return parseRfc3339(`${expression}T00:00:00Z`);
  return parseRfc3339(expression);
}

export function isRelativeTime(expression: string | null): boolean {
  return expression !== null && RELATIVE.test(expression);
}

/** Both bounds as instants. What is not a time counts as open here: parse it with `parseTimeExpression` first. */
export function resolveTimeRange(range: TimeRange, now: Microseconds): TimeWindow {
  return {
    from: range.from === null ? null : resolveTime(range.from, now),
    to: range.to === null ? null : resolveTime(range.to, now),
  };
}

/** The expression in its usual form, or null where it is no time. */
export function parseTimeExpression(text: string): string | null {
  const trimmed = text.trim();
  if (RELATIVE.test(trimmed)) return trimmed;
  const at = resolveTime(trimmed, 0);
  return at === null ? null : formatRfc3339(at);
}
