/** The facets of a filter: for every field the values of the matching events with exact counts. */
import { type EventFieldName, eventFieldNames, eventFields } from '@/lib/audit/event-fields';
import { MATCHES, NO_MATCH } from '@/lib/search/compile-filter';
import type { FacetBucket, Facets } from '@/lib/search/event-answers';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter, FieldCondition } from '@/lib/search/event-filter';
import type { TermDictionary } from '@/lib/search/term-dictionary';
import { literalOf } from '@/lib/search/value-pattern';

export const DEFAULT_FACET_LIMIT = 10;

/** By field and term id (0 = missing): events that match but for the field's own condition. */
export type TermCounts = Float64Array[];

export type FacetSums = { total: number; counts: TermCounts; dictionary: TermDictionary };

/** All facets in one pass over the counts. Throws SearchTimeoutError. */
export function sumFacets(filter: EventFilter): Promise<FacetSums> {
  return askEventCounts(
    filter,
    () => null,
    ({ dictionary, verdicts, visit }) => {
      const byCombination = new Float64Array(dictionary.combinationCount + 1);
      visit((_, combination, count) => {
        byCombination[combination] = (byCombination[combination] as number) + count;
      });
      const counts = eventFields.map(() => new Float64Array(dictionary.termCount + 1));
      let total = 0;
      for (let c = 1; c < byCombination.length; c++) {
        const n = byCombination[c] as number;
        const verdict = verdicts[c] as number;
        if (n === 0 || verdict === NO_MATCH) continue;
        if (verdict === MATCHES) {
          total += n;
          for (let f = 0; f < counts.length; f++) addTo(counts, dictionary, f, c, n);
        } else {
          addTo(counts, dictionary, verdict, c, n);
        }
      }
      return { total, counts, dictionary };
    },
  );
}

function addTo(counts: TermCounts, dictionary: TermDictionary, f: number, combination: number, n: number): void {
  const term = (dictionary.columns[f] as Int32Array)[combination] as number;
  const column = counts[f] as Float64Array;
  column[term] = (column[term] as number) + n;
}

export async function searchFacets(question: { filter: EventFilter; limit?: number }): Promise<Facets> {
  const limit = question.limit ?? DEFAULT_FACET_LIMIT;
  const { total, counts, dictionary } = await sumFacets(question.filter);
  const facets = {} as Record<EventFieldName, FacetBucket[]>;
  const totals = {} as Record<EventFieldName, number>;
  const distinct = {} as Record<EventFieldName, number>;
  const other = {} as Record<EventFieldName, number>;
  eventFieldNames.forEach((name, f) => {
    const column = counts[f] as Float64Array;
    const buckets = bucketsOf(column, name, dictionary);
    const condition = question.filter.conditions[name];
    const listed = listBuckets(buckets, column[0] as number, limit, condition);
    facets[name] = listed;
    totals[name] = sum(buckets) + (column[0] as number);
    distinct[name] = buckets.length;
    other[name] = totals[name] - sum(listed);
  });
  return { total, facets, totals, distinct, other };
}

/** The values of one field that occur, most frequent first; the missing ones left out. */
export function bucketsOf(column: Float64Array, name: EventFieldName, dictionary: TermDictionary): FacetBucket[] {
  const buckets: FacetBucket[] = [];
  for (const term of dictionary.termsOf(name)) {
    const count = column[term] as number;
    if (count > 0) buckets.push({ value: dictionary.values[term] as string, count });
  }
  return buckets.sort(byCount);
}

export function byCount(a: FacetBucket, b: FacetBucket): number {
  if (a.count !== b.count) return b.count - a.count;
  return (a.value ?? '') < (b.value ?? '') ? -1 : 1;
}

/** The most frequent, the missing, and whatever is selected, even at zero: it must stay visible to be taken back. */
function listBuckets(
  buckets: FacetBucket[],
  missing: number,
  limit: number,
  condition: FieldCondition | undefined,
): FacetBucket[] {
  const listed = buckets.slice(0, limit);
  const selected = [...(condition?.include ?? []), ...(condition?.exclude ?? [])];
  for (const pattern of selected) {
    const value = pattern === null ? null : literalOf(pattern);
    if (value === null || listed.some((bucket) => bucket.value === value)) continue;
    listed.push(buckets.find((bucket) => bucket.value === value) ?? { value, count: 0 });
  }
  if (missing > 0 || selected.includes(null)) listed.push({ value: null, count: missing });
  return listed.sort(byCount);
}

function sum(buckets: FacetBucket[]): number {
  let total = 0;
  for (const { count } of buckets) total += count;
  return total;
}
