/** How many requests have an event that matches: the same grouping as the list, in SQL. */
import { getPool } from '@/lib/db/pool';
import type { EventFilter } from '@/lib/search/event-filter';
import { hasRowConditions } from '@/lib/search/matching-rows';
import { findMatchingSpans } from '@/lib/search/matching-spans';
import { withSearchLimit } from '@/lib/search/search-limit';

/** Events of more are not looked at one by one: that would take longer than the rest of the page. */
export const MAX_COUNTED_EVENTS = 100_000;

/** What the stages of one request have in common, besides time, cluster and auditID. */
const SAME = ['user', 'verb', 'source_ip', 'resource', 'api_group', 'subresource', 'namespace'].map(
  (name) => `"${name}"`,
);

/** Null where it is not counted: too many events, or conditions that counts know nothing of. Throws SearchTimeoutError. */
export async function countRequests(filter: EventFilter): Promise<number | null> {
  if (hasRowConditions(filter) || filter.expression !== null) return null;
  const { spans, combinations, total } = await findMatchingSpans(filter);
  if (total > MAX_COUNTED_EVENTS) return null;
  return withSearchLimit(getPool(), async (client) => {
    const { rows } = await client.query<{ requests: number }>(
      `with matching as (
         select e.at, e.cluster_id, e.audit_key, ${SAME.map((name) => `c.${name}`).join(', ')}, count(*) as events
         from unnest($1::bigint[], $2::bigint[]) as span(span_from, span_to)
         cross join lateral (
           select at, cluster_id, audit_key, combination_id from event
           where at >= span_from and at < span_to and combination_id = any($3::int[])
         ) e
         join combination c on c.id = e.combination_id
         group by e.at, e.cluster_id, e.audit_key, ${SAME.map((name) => `c.${name}`).join(', ')}
       )
       select coalesce(sum(case when exists (
         select from event s join combination c on c.id = s.combination_id
         where s.at = m.at and s.cluster_id = m.cluster_id and s.audit_key = m.audit_key
           and (${SAME.map((name) => `c.${name}`).join(', ')}) = (${SAME.map((name) => `m.${name}`).join(', ')})
         group by c.stage having count(*) > 1
       ) then m.events else 1 end), 0)::int as requests
       from matching m`,
      [spans.map((span) => span.from), spans.map((span) => span.to), combinations],
    );
    return rows[0]?.requests ?? 0;
  });
}
