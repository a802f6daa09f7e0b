/** Matching events by the joint values of some fields, with how many of them failed. */
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { failedOutcomes } from '@/lib/audit/outcome';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import type { EventFilter } from '@/lib/search/event-filter';
import type { TermDictionary } from '@/lib/search/term-dictionary';

export type TermCount = {
  /** In the order of the question's fields; null = missing. */
  values: (string | null)[];
  count: number;
  /** Of these, the ones with outcome 4xx, denied or 5xx. */
  failed: number;
};

/** Most frequent first. Throws SearchTimeoutError. */
export function countBy(question: {
  filter: EventFilter;
  fields: EventFieldName[];
  limit: number;
}): Promise<TermCount[]> {
  return askEventCounts(
    question.filter,
    () => null,
    ({ dictionary, verdicts, visit }) => {
      const columns = question.fields.map((name) => dictionary.columns[eventFieldNames.indexOf(name)] as Int32Array);
      const failed = failedTerms(dictionary);
      const outcomeColumn = dictionary.columns[eventFieldNames.indexOf('outcome')] as Int32Array;
      const groups = new Map<string, { terms: number[]; count: number; failed: number }>();
      const groupOf: ({ terms: number[]; count: number; failed: number } | undefined)[] = [];
      visit((_, combination, count) => {
        if (verdicts[combination] !== MATCHES) return;
        let group = groupOf[combination];
        if (!group) {
          const terms = columns.map((column) => column[combination] as number);
          const key = terms.join(' ');
          group = groups.get(key) ?? { terms, count: 0, failed: 0 };
          groups.set(key, group);
          groupOf[combination] = group;
        }
        group.count += count;
        if (failed.has(outcomeColumn[combination] as number)) group.failed += count;
      });
      return [...groups.values()]
        .map((group) => ({
          values: group.terms.map((term) => (term === 0 ? null : (dictionary.values[term] as string))),
          count: group.count,
          failed: group.failed,
        }))
        .sort((a, b) => b.count - a.count || (String(a.values) < String(b.values) ? -1 : 1))
        .slice(0, question.limit);
    },
  );
}

export function failedTerms(dictionary: TermDictionary): Set<number> {
  const names = new Set<string>(failedOutcomes);
  return new Set(dictionary.termsOf('outcome').filter((term) => names.has(dictionary.values[term] as string)));
}
