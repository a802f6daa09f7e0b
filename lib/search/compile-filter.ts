/**
 * A filter's field conditions against the dictionary: for each combination whether its events match, and if not, whether
 * a single field is to blame. That one number answers every facet in one pass, because a facet leaves out the condition
 * on its own field.
 */
import { type EventFieldName, eventFields } from '@/lib/audit/event-fields';
import type { EventFilter, FieldCondition } from '@/lib/search/event-filter';
import type { TermDictionary } from '@/lib/search/term-dictionary';
import { compilePattern, literalOf } from '@/lib/search/value-pattern';

export const MATCHES = 127;
export const NO_MATCH = -1;

/** By combination: MATCHES, NO_MATCH, or the position of the only field whose condition fails. */
export type Verdicts = Int8Array;

const NUMERIC: ReadonlySet<EventFieldName> = new Set(['code']);

export function compileFilter(filter: EventFilter, dictionary: TermDictionary): Verdicts {
  const verdicts = new Int8Array(dictionary.combinationCount + 1).fill(MATCHES);
  eventFields.forEach((field, f) => {
    const condition = filter.conditions[field.name];
    if (!condition) return;
    const passes = passingTerms(condition, field.name, dictionary);
    const column = dictionary.columns[f] as Int32Array;
    for (let c = 1; c < verdicts.length; c++) {
      if (passes[column[c] as number] === 1) continue;
      verdicts[c] = verdicts[c] === MATCHES ? f : NO_MATCH;
    }
  });
  return verdicts;
}

/** By term id (0 = missing): 1 where the condition lets it through. */
function passingTerms(condition: FieldCondition, field: EventFieldName, dictionary: TermDictionary): Uint8Array {
  const passes = new Uint8Array(dictionary.termCount + 1);
  const include = compileSide(condition.include, NUMERIC.has(field));
  const exclude = compileSide(condition.exclude, NUMERIC.has(field));
  const includeAll = condition.include.length === 0;
  passes[0] = (includeAll || include.missing) && !exclude.missing ? 1 : 0;
  for (const term of dictionary.termsOf(field)) {
    const value = dictionary.values[term] as string;
    passes[term] = (includeAll || include.matches(value)) && !exclude.matches(value) ? 1 : 0;
  }
  return passes;
}

function compileSide(
  values: (string | null)[],
  numeric: boolean,
): { missing: boolean; matches: (value: string) => boolean } {
  const literals = new Set<string>();
  const matchers: ((value: string) => boolean)[] = [];
  for (const value of values) {
    if (value === null) continue;
    const literal = numeric ? null : literalOf(value);
    if (literal !== null) literals.add(literal);
    else matchers.push(compilePattern(value, numeric));
  }
  return {
    missing: values.includes(null),
    matches: (value) => literals.has(value) || matchers.some((matcher) => matcher(value)),
  };
}
