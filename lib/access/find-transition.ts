/** The moment at which a denied request was allowed: the first like it after the first denial, and the last denial before. */
import type { PoolClient } from 'pg';
import type { AllowedHours } from '@/lib/access/allowed-hours';
import type { DeniedGroup, Place } from '@/lib/access/denied-groups';
import { clipSpans, type Span } from '@/lib/access/span';
import type { Microseconds } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import type { MatchingSpans } from '@/lib/search/matching-spans';
import type { OriginalPlace } from '@/lib/search/read-originals';
import { withSearchLimit } from '@/lib/search/search-limit';

export type Transition = { lastDenied: Place; allowed: Place & OriginalPlace };

const FOREVER = Number.MAX_SAFE_INTEGER;
/** Hours that are read first, and by how much more at a time: what was allowed again was mostly allowed soon. */
const FIRST_SPANS = 8;
const GROWTH = 4;

/**
 * When each group was first allowed after its first denial; those that never were are left out. One pass over the hours for
 * all of them: most groups have names that were never allowed, and reading every hour again for each of them was most of the
 * time of the page. Throws SearchTimeoutError.
 */
export function findFirstAllowed(
  wanted: readonly { group: DeniedGroup; hours: AllowedHours }[],
): Promise<Map<DeniedGroup, Microseconds>> {
  const found = new Map<DeniedGroup, Microseconds>();
  let open = wanted.map(({ group, hours }) => ({
    group,
    combinations: hours.combinations,
    spans: clipSpans(hours.spans, group.first.at + 1, FOREVER),
  }));
  let from = 0;
  return withSearchLimit(getPool(), async (client) => {
    for (let count = FIRST_SPANS; ; count *= GROWTH) {
      open = open.filter(({ group, spans }) => !found.has(group) && (spans.at(-1)?.to ?? 0) > from);
      const hours = joinSpans(open.flatMap(({ spans }) => clipSpans(spans, from, FOREVER))).slice(0, count);
      const last = hours.at(-1);
      if (!last) return found;
      const pairs = open.flatMap(({ group, combinations }, position) =>
        combinations.map((combination) => ({ position, combination, group })),
      );
      const { rows } = await client.query<{ position: number; at: Microseconds }>(
        `select wanted.position, min(e.at) as at
         from unnest($1::bigint[], $2::bigint[]) as span(span_from, span_to)
         cross join lateral (
           select at, cluster_id, combination_id, name from event
           where at >= span_from and at < span_to and combination_id = any($4::int[])
         ) e
         join unnest($3::int[], $4::int[], $5::int[], $6::text[], $7::bigint[])
           as wanted(position, combination_id, cluster_id, name, after)
           on wanted.combination_id = e.combination_id and wanted.cluster_id = e.cluster_id
             and wanted.name is not distinct from e.name and e.at > wanted.after
         group by wanted.position`,
        [
          hours.map((span) => span.from),
          hours.map((span) => span.to),
          pairs.map(({ position }) => position),
          pairs.map(({ combination }) => combination),
          pairs.map(({ group }) => group.clusterId),
          pairs.map(({ group }) => group.name),
          pairs.map(({ group }) => group.first.at),
        ],
      );
      for (const { position, at } of rows) found.set((open[position] as { group: DeniedGroup }).group, at);
      from = last.to;
    }
  });
}

/** Spans of several groups as one list in order of time: those of an hour begin where a group was first denied. */
function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && span.from < last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

/** What was allowed at that moment, and the last denial before. Throws SearchTimeoutError. */
export function findTransition(
  group: DeniedGroup,
  allowedAt: Microseconds,
  hours: AllowedHours,
  denied: MatchingSpans & { combinationsOf: (termKey: string) => number[] },
): Promise<Transition | null> {
  return withSearchLimit(getPool(), async (client) => {
    const allowed = await firstIn(client, [{ from: allowedAt, to: allowedAt + 1 }], hours.combinations, group, 'asc');
    if (!allowed) return null;
    const before = clipSpans(denied.spans, group.first.at, allowed.at).reverse();
    const combinations = denied.combinationsOf(group.termKey);
    for (let at = 0, count = FIRST_SPANS; at < before.length; at += count, count *= GROWTH) {
      const lastDenied = await firstIn(client, before.slice(at, at + count), combinations, group, 'desc');
      if (lastDenied) return { allowed, lastDenied };
    }
    return { allowed, lastDenied: group.first };
  });
}

type Found = Place & OriginalPlace & { at: Microseconds };

/** The first event of the first span that has one. */
async function firstIn(
  client: PoolClient,
  spans: readonly Span[],
  combinations: number[],
  { name, clusterId }: DeniedGroup,
  order: 'asc' | 'desc',
): Promise<Found | null> {
  const { rows } = await client.query<Found>(
    `select e.* from unnest($1::bigint[], $2::bigint[]) with ordinality as span(span_from, span_to, position)
     cross join lateral (
       select at, hash::text as hash, cluster_id as "clusterId", block_seq as "blockSeq", ordinal from event
       where at >= span_from and at < span_to and cluster_id = $3 and combination_id = any($4::int[])
         and name is not distinct from $5
       order by event.at ${order}, event.hash ${order} limit 1
     ) e
     order by span.position limit 1`,
    [spans.map((span) => span.from), spans.map((span) => span.to), clusterId, combinations, name],
  );
  return rows[0] ?? null;
}
