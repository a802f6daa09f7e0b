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

/** Null where it never was. Throws SearchTimeoutError. */
export function findTransition(
  group: DeniedGroup,
  hours: AllowedHours,
  denied: MatchingSpans & { combinationsOf: (termKey: string) => number[] },
): Promise<Transition | null> {
  const later = clipSpans(hours.spans, group.first.at + 1, FOREVER);
  if (later.length === 0) return Promise.resolve(null);
  return withSearchLimit(getPool(), async (client) => {
    const allowed = await firstIn(client, later, hours.combinations, group, 'asc');
    if (!allowed) return null;
    const before = clipSpans(denied.spans, group.first.at, allowed.at);
    const lastDenied = await firstIn(client, before, denied.combinationsOf(group.termKey), group, 'desc');
    return { allowed, lastDenied: lastDenied ?? group.first };
  });
}

type Found = Place & OriginalPlace & { at: Microseconds };

async function firstIn(
  client: PoolClient,
  spans: readonly Span[],
  combinations: number[],
  { name, clusterId }: DeniedGroup,
  order: 'asc' | 'desc',
): Promise<Found | null> {
  const ordered = order === 'asc' ? spans : [...spans].reverse();
  const { rows } = await client.query<Found>(
    `select e.* from unnest($1::bigint[], $2::bigint[]) with ordinality as span(span_from, span_to, position)
     cross join lateral (
       select at, hash::text as hash, cluster_id as "clusterId", block_seq as "blockSeq", ordinal from event
       where at >= span_from and at < span_to and cluster_id = $3 and combination_id = any($4::int[])
         and name is not distinct from $5
       order by event.at ${order}, event.hash ${order} limit 1
     ) e
     order by span.position limit 1`,
    [ordered.map((span) => span.from), ordered.map((span) => span.to), clusterId, combinations, name],
  );
  return rows[0] ?? null;
}
