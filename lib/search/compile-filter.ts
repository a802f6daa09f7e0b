/**
 * A filter's field conditions against the dictionary: for each combination whether its events match, and if not, whether
 * a single field is to blame. That one number answers every facet in one pass, because a facet leaves out the condition
 * on its own field. The expression is not looked at here (match-expression.ts): it applies to every facet.
 */
import { type EventFieldName, eventFields } from '@/lib/audit/event-fields';
import { passingTerms } from '@/lib/query/query-truth';
import type { EventFilter, FieldCondition } from '@/lib/search/event-filter';
import type { TermDictionary } from '@/lib/search/term-dictionary';

export const MATCHES = 127;
export const NO_MATCH = -1;

/** By combination: MATCHES, NO_MATCH, or the position of the only field whose condition fails. */
export type Verdicts = Int8Array;

export function compileFilter(filter: EventFilter, dictionary: TermDictionary): Verdicts {
  const verdicts = new Int8Array(dictionary.combinationCount + 1).fill(MATCHES);
  eventFields.forEach((field, f) => {
    const condition = filter.conditions[field.name];
    if (!condition) return;
    const passes = passingOf(condition, field.name, dictionary);
    const column = dictionary.columns[f] as Int32Array;
    for (let c = 1; c < verdicts.length; c++) {
      if (passes[column[c] as number] === 1) continue;
      verdicts[c] = verdicts[c] === MATCHES ? f : NO_MATCH;
    }
  });
  return verdicts;
}

/** By term id (0 = missing): 1 where the condition lets it through. */
function passingOf(condition: FieldCondition, field: EventFieldName, dictionary: TermDictionary): Uint8Array {
  const passes =
    condition.include.length > 0
      ? passingTerms(field, condition.include, dictionary)
      : new Uint8Array(dictionary.termCount + 1).fill(1);
  if (condition.exclude.length === 0) return passes;
  const excluded = passingTerms(field, condition.exclude, dictionary);
  for (let term = 0; term < passes.length; term++) if (excluded[term] === 1) passes[term] = 0;
  return passes;
}
