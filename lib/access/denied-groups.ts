/**
 * Requests that authorisation refused, grouped by who asked for what: counts say in which hours there were any, the rows of
 * those hours give names and times. A 403 that carries decision "allow" was refused by admission and is none of them.
 */

import { withLiterals } from '@/lib/access/literal-conditions';
import { eventFieldNames } from '@/lib/audit/event-fields';
import type { Microseconds } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { getCountCube } from '@/lib/search/count-cube';
import { type EventFilter, withValueState } from '@/lib/search/event-filter';
import { findMatchingSpans, type MatchingSpans } from '@/lib/search/matching-spans';
import { withSearchLimit } from '@/lib/search/search-limit';

/** What makes two requests the same, besides the object's name. */
export const requestFields = [
  'cluster',
  'user',
  'impersonatedUser',
  'verb',
  'apiGroup',
  'resource',
  'subresource',
  'namespace',
] as const;

export type RequestField = (typeof requestFields)[number];

/** More are not listed: the newest stay. */
export const MAX_GROUPS = 5000;

export type DeniedGroup = {
  values: Record<RequestField, string | null>;
  /** Terms of the values, joined. */
  termKey: string;
  name: string | null;
  clusterId: number;
  count: number;
  first: Place;
  last: Place;
};

export type Place = { at: Microseconds; hash: string };

type Row = {
  terms: number[];
  name: string | null;
  clusterId: number;
  count: number;
  first: string;
  last: string;
};

export type DeniedGroups = { groups: DeniedGroup[]; limited: boolean; where: MatchingSpans };

/** The filter's conditions on fields and its window count. The one denied last first. Throws SearchTimeoutError. */
export async function findDeniedGroups(filter: EventFilter): Promise<DeniedGroups> {
  const where = await findMatchingSpans(deniedFilter(filter));
  if (where.total === 0) return { groups: [], limited: false, where };
  const rows = await readGroups(where);
  const cube = getCountCube();
  const groups = await cube.ask(
    () => [],
    () => rows.slice(0, MAX_GROUPS).map((row) => toGroup(row, cube.dictionary.values)),
  );
  return { groups, limited: rows.length > MAX_GROUPS, where };
}

export function deniedFilter(filter: EventFilter): EventFilter {
  return withValueState(withLiterals(filter, { code: ['403'] }), 'decision', 'allow', 'exclude');
}

/** By combination: the terms of what makes two requests the same. */
export function termKeyOf(columns: readonly Int32Array[], combination: number): string {
  return requestFields.map((field) => columns[eventFieldNames.indexOf(field)]?.[combination] ?? 0).join(' ');
}

function toGroup(row: Row, termValues: readonly string[]): DeniedGroup {
  const textOf = (i: number) => ((row.terms[i] ?? 0) === 0 ? null : (termValues[row.terms[i] as number] ?? null));
  return {
    values: Object.fromEntries(requestFields.map((field, i) => [field, textOf(i)])) as DeniedGroup['values'],
    termKey: row.terms.join(' '),
    name: row.name,
    clusterId: row.clusterId,
    count: row.count,
    first: placeOf(row.first),
    last: placeOf(row.last),
  };
}

const TERMS =
  'array[c.cluster, c."user", c.impersonated_user, c.verb, c.api_group, c.resource, c.subresource, c.namespace]';

/** Time and hash as one text in their order: the first and last event of a group without sorting all of them. */
const PLACE = `(lpad(at::text, 16, '0') || hash::text) collate "C"`;

function placeOf(text: string): Place {
  return { at: Number(text.slice(0, 16)), hash: text.slice(16) };
}

function readGroups({ spans, combinations }: MatchingSpans): Promise<Row[]> {
  return withSearchLimit(getPool(), async (client) => {
    const { rows } = await client.query<Row>(
      `with denied as (
         select ${TERMS} as terms, e.name, e.cluster_id, e.at, e.hash
         from unnest($1::bigint[], $2::bigint[]) as span(span_from, span_to)
         cross join lateral (
           select at, hash, cluster_id, combination_id, name from event
           where at >= span_from and at < span_to and combination_id = any($3::int[])
         ) e
         join combination c on c.id = e.combination_id
       )
       select terms, name, min(cluster_id)::int as "clusterId", count(*)::int as count,
         min(${PLACE}) as first, max(${PLACE}) as last
       from denied group by terms, name
       order by max(at) desc, terms, name nulls first limit ${MAX_GROUPS + 1}`,
      [spans.map((span) => span.from), spans.map((span) => span.to), combinations],
    );
    return rows;
  });
}
