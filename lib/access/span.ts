import type { Microseconds } from '@/lib/audit/microseconds';

/** Half open. */
export type Span = { from: Microseconds; to: Microseconds };

/** What of the spans lies in from <= at < to. */
export function clipSpans(spans: readonly Span[], from: Microseconds, to: Microseconds): Span[] {
  return spans
    .map((span) => ({ from: Math.max(span.from, from), to: Math.min(span.to, to) }))
    .filter((span) => span.from < span.to);
}
