/** The values of one condition as one function: literals by a set, patterns one by one. */
import type { EventFieldName } from '@/lib/audit/event-fields';
import { compilePattern, literalOf, parseNumberRange, valueKindOf } from '@/lib/search/value-pattern';
import type { QueryValue } from './query-tree';

export type CompiledValues = { missing: boolean; matches: (value: string) => boolean };

export function compileValues(values: readonly QueryValue[], field: EventFieldName): CompiledValues {
  const kind = valueKindOf(field);
  const literals = new Set<string>();
  const matchers: ((value: string) => boolean)[] = [];
  for (const value of values) {
    if (value === null) continue;
    const literal = kind === 'number' && parseNumberRange(value) !== null ? null : literalOf(value);
    const isNetwork = kind === 'address' && value.includes('/') && !value.includes('\\');
    if (literal !== null && !isNetwork) literals.add(literal);
    else matchers.push(compilePattern(value, kind));
  }
  return {
    missing: values.includes(null),
    matches: (value) => literals.has(value) || matchers.some((matcher) => matcher(value)),
  };
}
