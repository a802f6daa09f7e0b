/** The events that match a filter in some windows together, by the values of every field. */
import { eventFields } from '@/lib/audit/event-fields';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { MATCHES } from '@/lib/search/compile-filter';
import { askEventCounts } from '@/lib/search/event-counts';
import { type EventFilter, withTime } from '@/lib/search/event-filter';
import type { TermDictionary } from '@/lib/search/term-dictionary';
import type { Span } from '@/lib/spikes/reference-windows';

export type MatchingSums = {
  total: number;
  /** Events by combination. */
  byCombination: Float64Array;
  /** Null where no window was asked. */
  dictionary: TermDictionary | null;
};

/** Throws SearchTimeoutError. */
export async function sumMatching(filter: EventFilter, windows: readonly Span[]): Promise<MatchingSums> {
  const sums: MatchingSums = { total: 0, byCombination: new Float64Array(0), dictionary: null };
  for (const { from, to } of windows) {
    await askEventCounts(
      withTime(filter, formatRfc3339(from), formatRfc3339(to)),
      () => null,
      ({ dictionary, verdicts, visit }) => {
        if (sums.dictionary !== null && sums.dictionary !== dictionary) throw new DictionaryChangedError();
        sums.dictionary = dictionary;
        const grown = new Float64Array(dictionary.combinationCount + 1);
        grown.set(sums.byCombination);
        sums.byCombination = grown;
        visit((_, combination, count) => {
          if (verdicts[combination] !== MATCHES) return;
          grown[combination] = (grown[combination] as number) + count;
          sums.total += count;
        });
      },
    );
  }
  return sums;
}

/** A reindex mended the dictionary between two questions: their numbers cannot be put side by side. */
export class DictionaryChangedError extends Error {
  override name = 'DictionaryChangedError';

  constructor() {
    super('The index was rebuilt while the question was answered; ask again.');
  }
}

/** By field and term id (0 = missing). */
export function byTerm({ byCombination }: MatchingSums, dictionary: TermDictionary): Float64Array[] {
  return eventFields.map((_, f) => {
    const column = dictionary.columns[f] as Int32Array;
    const terms = new Float64Array(dictionary.termCount + 1);
    for (let c = 1; c < byCombination.length; c++) {
      const n = byCombination[c] as number;
      if (n === 0) continue;
      const term = column[c] as number;
      terms[term] = (terms[term] as number) + n;
    }
    return terms;
  });
}
