/** Failed calls over time, by response code. */
import { eventFieldNames } from '@/lib/audit/event-fields';
import { formatRfc3339, MICROSECONDS_PER_SECOND } from '@/lib/audit/microseconds';
import { bucketCount, bucketWidth } from '@/lib/search/bucket-width';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';
import { failedTerms } from '@/lib/search/term-counts';

export type FailuresOverTime = {
  bucketSeconds: number;
  /** `codes` holds those that occur; a denial without a response yet is under "none". */
  buckets: { start: string; codes: Record<string, number> }[];
};

/** Throws SearchTimeoutError. */
export function failuresOverTime(question: { filter: EventFilter; maxBuckets: number }): Promise<FailuresOverTime> {
  return askEventCounts(
    question.filter,
    (window) => bucketWidth(window, question.maxBuckets),
    ({ window, width, dictionary, verdicts, visit }) => {
      if (window === null || width === null) return { bucketSeconds: 0, buckets: [] };
      const first = Math.floor(window.from / width);
      const failed = failedTerms(dictionary);
      const outcomeColumn = dictionary.columns[eventFieldNames.indexOf('outcome')] as Int32Array;
      const codeColumn = dictionary.columns[eventFieldNames.indexOf('code')] as Int32Array;
      const buckets: FailuresOverTime['buckets'] = [];
      for (let b = 0; b < bucketCount(window, width); b++) {
        buckets.push({ start: formatRfc3339((first + b) * width), codes: {} });
      }
      visit((at, combination, count) => {
        if (verdicts[combination] !== MATCHES || !failed.has(outcomeColumn[combination] as number)) return;
        const codes = buckets[Math.floor(at / width) - first]?.codes;
        if (!codes) return;
        const code = dictionary.values[codeColumn[combination] as number] || 'none';
        codes[code] = (codes[code] ?? 0) + count;
      });
      return { bucketSeconds: width / MICROSECONDS_PER_SECOND, buckets };
    },
  );
}
