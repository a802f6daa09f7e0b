/**
 * The rows of all writes on one object. Most carry its name. Two kinds do not: a create whose name the server chose
 * (generateName: the answer has it), and a deletecollection (its answer lists what it hit, at a level with bodies). Those
 * are looked for around the object's own life and asked in the evidence.
 */
import type { EventFieldName } from '@/lib/audit/event-fields';
import { formatRfc3339, MICROSECONDS_PER_SECOND, type Microseconds } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import type { ObjectKey } from '@/lib/objects/object-key';
import { type EventFilter, emptyFilter, withTime, withValueState } from '@/lib/search/event-filter';
import { EVENT_COLUMNS, type EventIndexRow } from '@/lib/search/event-row';
import { findMatchingSpans } from '@/lib/search/matching-spans';
import { withSearchLimit } from '@/lib/search/search-limit';
import type { TimeRange } from '@/lib/search/time-range';
import { escapeValue } from '@/lib/search/value-pattern';

export type WriteRow = EventIndexRow & { blockSeq: number; ordinal: number };

/** Rows that are looked at: with all stages logged, some 5,000 writes. */
export const MAX_ROWS = 10_000;
/** Requests without a name whose evidence is looked into, of each of the two kinds. */
export const MAX_NAMELESS = 300;
/** How long before the object's first write its nameless create is looked for. */
const BEFORE_FIRST: Microseconds = 600 * MICROSECONDS_PER_SECOND;

const WRITES = ['create', 'update', 'patch', 'delete'];
/** Over a websocket these sessions are a get. */
const SESSIONS = ['exec', 'attach', 'portforward'];

/** Newest first; `limited` where there are more. */
export async function findNamedWrites(
  key: ObjectKey,
  time: TimeRange,
): Promise<{ rows: WriteRow[]; limited: boolean }> {
  const object = objectFilter(key, time);
  const writes = withValues(object, 'verb', WRITES);
  const sessions = withValues(withValues(object, 'verb', ['get']), 'subresource', SESSIONS);
  const found = await Promise.all([readRows(writes, key.name, MAX_ROWS), readRows(sessions, key.name, MAX_ROWS)]);
  const rows = found.flat().sort(newestFirst);
  return { rows: rows.slice(0, MAX_ROWS), limited: rows.length > MAX_ROWS };
}

/** Creates without a name just before the object's first write. */
export async function findNamelessCreates(key: ObjectKey, firstAt: Microseconds): Promise<WriteRow[]> {
  const time = { from: formatRfc3339(firstAt - BEFORE_FIRST), to: formatRfc3339(firstAt + 1) };
  const creates = withValues(withValues(objectFilter(key, time), 'verb', ['create']), 'subresource', [null]);
  return readRows(withValues(creates, 'code', ['2xx']), null, MAX_NAMELESS);
}

/** Deletions of the whole collection that the object was in, from its first write on. */
export async function findCollectionDeletes(
  key: ObjectKey,
  firstAt: Microseconds,
  to: string | null,
): Promise<WriteRow[]> {
  const filter = withValues(objectFilter(key, { from: formatRfc3339(firstAt), to }), 'verb', ['deletecollection']);
  return readRows(withValues(filter, 'code', ['2xx']), null, MAX_NAMELESS);
}

function objectFilter({ cluster, apiGroup, resource, namespace }: ObjectKey, { from, to }: TimeRange): EventFilter {
  let filter = withTime(emptyFilter, from, to);
  const values: [EventFieldName, string | null][] = [
    ['cluster', cluster],
    ['apiGroup', apiGroup],
    ['resource', resource],
    ['namespace', namespace],
  ];
  for (const [field, value] of values) {
    filter = withValues(filter, field, [value === null ? null : escapeValue(value)]);
  }
  return filter;
}

function withValues(filter: EventFilter, field: EventFieldName, patterns: (string | null)[]): EventFilter {
  return patterns.reduce<EventFilter>((made, pattern) => withValueState(made, field, pattern, 'include'), filter);
}

/** One more than `limit` where there are more; `name` null: rows that have none. */
async function readRows(filter: EventFilter, name: string | null, limit: number): Promise<WriteRow[]> {
  const { spans, combinations } = await findMatchingSpans(filter);
  if (spans.length === 0) return [];
  spans.reverse();
  const values: unknown[] = [spans.map((span) => span.from), spans.map((span) => span.to), combinations, limit + 1];
  if (name !== null) values.push(name);
  return withSearchLimit(getPool(), async (client) => {
    const { rows } = await client.query<WriteRow>(
      `select e.* from unnest($1::bigint[], $2::bigint[]) with ordinality as span(span_from, span_to, position)
       cross join lateral (
         select ${EVENT_COLUMNS}, block_seq as "blockSeq", ordinal from event
         where at >= span_from and at < span_to and combination_id = any($3::int[])
           and ${name === null ? 'name is null' : 'name = $5'}
         order by event.at desc, event.hash desc, event.cluster_id desc limit $4
       ) e
       order by span.position, e.at desc, e.hash desc, e."clusterId" desc limit $4`,
      values,
    );
    return rows;
  });
}

export function newestFirst(a: EventIndexRow, b: EventIndexRow): number {
  return b.at - a.at || (a.hash < b.hash ? 1 : a.hash > b.hash ? -1 : 0);
}
