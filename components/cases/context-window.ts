/** The events around a pin as a query: in its cluster where it has one, both ends in the window. */

import { formatRfc3339, MICROSECONDS_PER_SECOND, parseRfc3339 } from '@/lib/audit/microseconds';
import type { CasePin } from '@/lib/cases/case-answers';
import { clusterOf } from '@/lib/cases/pin-facts';
import { escapeValue } from '@/lib/search/value-pattern';

/** Null where the pin has no time, or no context was chosen. */
export function contextQuery({ at, until, contextSeconds, facts }: CasePin): URLSearchParams | null {
  const from = at === null ? null : parseRfc3339(at);
  if (from === null || contextSeconds === 0) return null;
  const to = (until === null ? null : parseRfc3339(until)) ?? from;
  const reach = contextSeconds * MICROSECONDS_PER_SECOND;
  const params = new URLSearchParams();
  const cluster = clusterOf(facts);
  if (cluster !== null) params.set('cluster', escapeValue(cluster));
  params.set('from', formatRfc3339(from - reach));
  params.set('to', formatRfc3339(to + reach + 1));
  return params;
}
