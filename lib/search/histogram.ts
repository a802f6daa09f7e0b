/** Matching events over time, by outcome. */
import { eventFieldNames } from '@/lib/audit/event-fields';
import { formatRfc3339, MICROSECONDS_PER_SECOND } from '@/lib/audit/microseconds';
import { type Outcome, outcomes } from '@/lib/audit/outcome';
import { bucketCount, bucketWidth } from '@/lib/search/bucket-width';
import { MATCHES } from '@/lib/search/compile-filter';
import type { Histogram } from '@/lib/search/event-answers';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';
import type { TermDictionary } from '@/lib/search/term-dictionary';

export const DEFAULT_BUCKETS = 60;

/** Buckets without events are there too. Throws SearchTimeoutError. */
export function searchHistogram(question: { filter: EventFilter; maxBuckets?: number }): Promise<Histogram> {
  const maxBuckets = question.maxBuckets ?? DEFAULT_BUCKETS;
  return askEventCounts(
    question.filter,
    (window) => bucketWidth(window, maxBuckets),
    ({ window, width, dictionary, verdicts, addUp }) => {
      if (window === null || width === null) return { total: 0, from: null, to: null, bucketSeconds: 0, buckets: [] };
      const first = Math.floor(window.from / width);
      const series = outcomes.length;
      const sums = new Float64Array(bucketCount(window, width) * series);
      const outcomeOf = outcomeByCombination(dictionary);
      const seriesOf = verdicts.map((verdict, c) => (verdict === MATCHES ? (outcomeOf[c] as number) : -1));
      addUp(seriesOf, (at) => (Math.floor(at / width) - first) * series, sums);
      const buckets: Histogram['buckets'] = [];
      let total = 0;
      for (let b = 0; b * series < sums.length; b++) {
        const counts = {} as Record<Outcome, number>;
        outcomes.forEach((outcome, o) => {
          counts[outcome] = sums[b * series + o] as number;
          total += counts[outcome];
        });
        buckets.push({ start: formatRfc3339((first + b) * width), ...counts });
      }
      return {
        total,
        from: formatRfc3339(window.from),
        to: formatRfc3339(window.to),
        bucketSeconds: width / MICROSECONDS_PER_SECOND,
        buckets,
      };
    },
  );
}

function outcomeByCombination(dictionary: TermDictionary): Uint8Array {
  const column = dictionary.columns[eventFieldNames.indexOf('outcome')] as Int32Array;
  const byTerm = new Map<number, number>();
  for (const term of dictionary.termsOf('outcome')) {
    byTerm.set(term, outcomes.indexOf(dictionary.values[term] as Outcome));
  }
  const result = new Uint8Array(dictionary.combinationCount + 1);
  for (let c = 1; c < result.length; c++) result[c] = byTerm.get(column[c] as number) ?? 0;
  return result;
}
