/** The sessions of an identity: its events cut where it was silent. To the microsecond, hence from the rows. */
import { formatRfc3339, MICROSECONDS_PER_SECOND } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import type { IdentityTimeline } from '@/lib/identities/timeline-answers';
import type { EventFilter } from '@/lib/search/event-filter';
import { hasRowConditions } from '@/lib/search/matching-rows';
import { findMatchingSpans } from '@/lib/search/matching-spans';
import { withSearchLimit } from '@/lib/search/search-limit';
import { SearchTimeoutError } from '@/lib/search/search-timeout';

/** More are not sorted: that would take longer than a page may. */
export const MAX_SESSION_EVENTS = 2_000_000;
export const MAX_SESSIONS = 200;

type Sessions = Pick<IdentityTimeline, 'sessions' | 'sessionCount' | 'sessionsMissing'>;
type SessionRow = { from: number; to: number; events: number; sessions: number };

export async function findSessions(filter: EventFilter, gapMinutes: number): Promise<Sessions> {
  if (hasRowConditions(filter) || filter.expression !== null) return without('conditions');
  const { spans, combinations, total } = await findMatchingSpans(filter);
  if (total > MAX_SESSION_EVENTS) return without('tooMany');
  try {
    const rows = await readSessions(spans, combinations, gapMinutes);
    return {
      sessions: rows.map(({ from, to, events }) => ({ from: formatRfc3339(from), to: formatRfc3339(to), events })),
      sessionCount: rows[0]?.sessions ?? 0,
      sessionsMissing: null,
    };
  } catch (error) {
    if (error instanceof SearchTimeoutError) return without('timeout');
    throw error;
  }
}

function without(sessionsMissing: NonNullable<Sessions['sessionsMissing']>): Sessions {
  return { sessions: null, sessionCount: null, sessionsMissing };
}

function readSessions(
  spans: { from: number; to: number }[],
  combinations: number[],
  gapMinutes: number,
): Promise<SessionRow[]> {
  return withSearchLimit(getPool(), async (client) => {
    const { rows } = await client.query<SessionRow>(
      `with own as (
         select e.at from unnest($1::bigint[], $2::bigint[]) as span(span_from, span_to)
         cross join lateral (
           select at from event where at >= span_from and at < span_to and combination_id = any($3::int[])
         ) e
       ), cut as (
         select at, case when at - lag(at) over (order by at) <= $4::bigint then 0 else 1 end as first from own
       ), numbered as (
         select at, sum(first) over (order by at rows unbounded preceding) as session from cut
       )
       select min(at) as "from", max(at) as "to", count(*)::int as events, count(*) over ()::int as sessions
       from numbered group by session order by min(at) desc limit ${MAX_SESSIONS}`,
      [
        spans.map((span) => span.from),
        spans.map((span) => span.to),
        combinations,
        gapMinutes * 60 * MICROSECONDS_PER_SECOND,
      ],
    );
    return rows;
  });
}
