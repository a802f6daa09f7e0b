/** The facets of a filter: for every field the values of the matching events with exact counts. */
import { type EventFieldName, eventFieldNames, eventFields } from '@/lib/audit/event-fields';
import { MATCHES, NO_MATCH } from '@/lib/search/compile-filter';
import type { FacetBucket, Facets } from '@/lib/search/event-answers';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter, FieldCondition } from '@/lib/search/event-filter';
import type { TermDictionary } from '@/lib/search/term-dictionary';
import { literalOf } from '@/lib/search/value-pattern';

export const DEFAULT_FACET_LIMIT = 10;

/** By field and place of the term among the field's (0 = missing): events that match but for the field's own condition. */
export type TermCounts = Float64Array[];

export type FacetSums = { total: number; counts: TermCounts; dictionary: TermDictionary };

/** All facets, or those of some fields, in one pass over the counts. Throws SearchTimeoutError. */
export function sumFacets(filter: EventFilter, names: readonly EventFieldName[] = eventFieldNames): Promise<FacetSums> {
  const asked = names.map((name) => eventFieldNames.indexOf(name));
  return askEventCounts(
    filter,
    () => null,
    ({ dictionary, verdicts, visit }) => {
      const byCombination = new Float64Array(dictionary.combinationCount + 1);
      visit((_, combination, count) => {
        byCombination[combination] = (byCombination[combination] as number) + count;
      });
      const counts = eventFields.map(({ name }) => new Float64Array(dictionary.termsOf(name).length + 1));
      let total = 0;
      for (let c = 1; c < byCombination.length; c++) {
        const n = byCombination[c] as number;
        const verdict = verdicts[c] as number;
        if (n === 0 || verdict === NO_MATCH) continue;
        if (verdict === MATCHES) {
          total += n;
          for (const f of asked) addTo(counts, dictionary, f, c, n);
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
  const place = dictionary.places[term] as number;
  column[place] = (column[place] as number) + n;
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
    const { buckets, matching, events } = topBuckets(column, name, dictionary, limit);
    const countOf = (value: string) => {
      const place = dictionary.termsOf(name).findIndex((term) => dictionary.values[term] === value);
      return place < 0 ? 0 : (column[place + 1] as number);
    };
    const listed = listBuckets(buckets, column[0] as number, countOf, question.filter.conditions[name]);
    facets[name] = listed;
    totals[name] = events + (column[0] as number);
    distinct[name] = matching;
    other[name] = totals[name] - sum(listed);
  });
  return { total, facets, totals, distinct, other };
}

export type TopBuckets = {
  /** Most frequent first; the missing ones left out. */
  buckets: FacetBucket[];
  /** How many values occur, listed or not, and in how many events. */
  matching: number;
  events: number;
};

/** The most frequent values of one field that `accepts` lets through. There can be a million: no list of them all is made. */
export function topBuckets(
  column: Float64Array,
  name: EventFieldName,
  dictionary: TermDictionary,
  limit: number,
  accepts: (value: string) => boolean = () => true,
): TopBuckets {
  const terms = dictionary.termsOf(name);
  let buckets: FacetBucket[] = [];
  let matching = 0;
  let events = 0;
  let least: FacetBucket | null = null;
  const room = 2 * limit;
  const cut = () => {
    buckets.sort(byCount);
    buckets = buckets.slice(0, limit);
    least = buckets.length < limit ? null : (buckets[limit - 1] ?? null);
  };
  for (let i = 0; i < terms.length; i++) {
    const count = column[i + 1] as number;
    if (count <= 0) continue;
    const value = dictionary.values[terms[i] as number] as string;
    if (!accepts(value)) continue;
    matching++;
    events += count;
    const bucket = { value, count };
    if (least !== null && byCount(least, bucket) < 0) continue;
    buckets.push(bucket);
    if (buckets.length > room) cut();
  }
  cut();
  return { buckets, matching, events };
}

function byCount(a: FacetBucket, b: FacetBucket): number {
  if (a.count !== b.count) return b.count - a.count;
  return (a.value ?? '') < (b.value ?? '') ? -1 : 1;
}

/** The most frequent, the missing, and whatever is selected, even at zero: it must stay visible to be taken back. */
function listBuckets(
  buckets: readonly FacetBucket[],
  missing: number,
  countOf: (value: string) => number,
  condition: FieldCondition | undefined,
): FacetBucket[] {
  const listed = [...buckets];
  const selected = [...(condition?.include ?? []), ...(condition?.exclude ?? [])];
  for (const pattern of selected) {
    const value = pattern === null ? null : literalOf(pattern);
    if (value === null || listed.some((bucket) => bucket.value === value)) continue;
    listed.push({ value, count: countOf(value) });
  }
  if (missing > 0 || selected.includes(null)) listed.push({ value: null, count: missing });
  return listed.sort(byCount);
}

function sum(buckets: FacetBucket[]): number {
  let total = 0;
  for (const { count } of buckets) total += count;
  return total;
}
