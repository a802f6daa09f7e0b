/**
 * All counts of a population in one pass: total, tables, fields that are missing, and over time. What the page's counts
 * are made of, so that each number is what its query returns there.
 */
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { MICROSECONDS_PER_SECOND, type Microseconds } from '@/lib/audit/microseconds';
import { type Outcome, outcomes } from '@/lib/audit/outcome';
import { bucketCount, bucketWidth } from '@/lib/search/bucket-width';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';
import type { TermDictionary } from '@/lib/search/term-dictionary';

/** Most bars of the chart over time. */
const MAX_BUCKETS = 60;

export type CountedRow = { values: (string | null)[]; events: number };

export type PopulationCounts = {
  total: number;
  /** By table: every combination that occurs, the most frequent first. */
  tables: CountedRow[][];
  /** By field. */
  missing: number[];
  bucketSeconds: number;
  /** Start in microseconds, and events by outcome. */
  buckets: { start: Microseconds; outcomes: Record<Outcome, number> }[];
};

/** The filter's window must be closed. Throws SearchTimeoutError. */
export function countPopulation(
  filter: EventFilter,
  tables: readonly (readonly EventFieldName[])[],
  fields: readonly EventFieldName[],
): Promise<PopulationCounts> {
  return askEventCounts(
    filter,
    (window) => bucketWidth(window, MAX_BUCKETS),
    ({ window, width, dictionary, verdicts, visit }) => {
      const byCombination = new Float64Array(dictionary.combinationCount + 1);
      const outcomeOf = outcomeByCombination(dictionary);
      const first = window && width ? Math.floor(window.from / width) : 0;
      const sums = new Float64Array((window && width ? bucketCount(window, width) : 0) * outcomes.length);
      let total = 0;
      visit((at, combination, count) => {
        if (verdicts[combination] !== MATCHES) return;
        total += count;
        byCombination[combination] = (byCombination[combination] as number) + count;
        const i = (Math.floor(at / (width ?? 1)) - first) * outcomes.length + (outcomeOf[combination] as number);
        sums[i] = (sums[i] as number) + count;
      });
      const buckets: PopulationCounts['buckets'] = [];
      for (let b = 0; b * outcomes.length < sums.length; b++) {
        const counts = {} as Record<Outcome, number>;
        outcomes.forEach((outcome, o) => {
          counts[outcome] = sums[b * outcomes.length + o] as number;
        });
        buckets.push({ start: (first + b) * (width ?? 1), outcomes: counts });
      }
      return {
        total,
        tables: tables.map((columns) => tableOf(byCombination, columns, dictionary)),
        missing: fields.map((field) => missingOf(byCombination, field, dictionary)),
        bucketSeconds: (width ?? 0) / MICROSECONDS_PER_SECOND,
        buckets,
      };
    },
  );
}

function tableOf(
  byCombination: Float64Array,
  fields: readonly EventFieldName[],
  dictionary: TermDictionary,
): CountedRow[] {
  const columns = fields.map((field) => columnOf(field, dictionary));
  const rows = new Map<string, { terms: number[]; events: number }>();
  for (let c = 1; c < byCombination.length; c++) {
    const events = byCombination[c] as number;
    if (events === 0) continue;
    const terms = columns.map((column) => column[c] as number);
    const key = terms.join(' ');
    const row = rows.get(key);
    if (row) row.events += events;
    else rows.set(key, { terms, events });
  }
  return [...rows.values()]
    .map(({ terms, events }) => ({
      values: terms.map((term) => (term === 0 ? null : (dictionary.values[term] as string))),
      events,
    }))
    .sort((a, b) => b.events - a.events || compareValues(a.values, b.values));
}

/** By code units, which no locale changes. */
function compareValues(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (let n = 0; n < a.length; n++) {
    const [left, right] = [a[n] ?? '', b[n] ?? ''];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function missingOf(byCombination: Float64Array, field: EventFieldName, dictionary: TermDictionary): number {
  const column = columnOf(field, dictionary);
  let missing = 0;
  for (let c = 1; c < byCombination.length; c++) if (column[c] === 0) missing += byCombination[c] as number;
  return missing;
}

function columnOf(field: EventFieldName, dictionary: TermDictionary): Int32Array {
  return dictionary.columns[eventFieldNames.indexOf(field)] as Int32Array;
}

function outcomeByCombination(dictionary: TermDictionary): Uint8Array {
  const column = columnOf('outcome', dictionary);
  const byTerm = new Map<number, number>();
  for (const term of dictionary.termsOf('outcome')) {
    byTerm.set(term, outcomes.indexOf(dictionary.values[term] as Outcome));
  }
  const result = new Uint8Array(dictionary.combinationCount + 1);
  for (let c = 1; c < result.length; c++) result[c] = byTerm.get(column[c] as number) ?? 0;
  return result;
}
