/** A filter by literal values: null is "missing". */
import type { EventFieldName } from '@/lib/audit/event-fields';
import { type EventFilter, withValueState } from '@/lib/search/event-filter';
import { escapeValue } from '@/lib/search/value-pattern';

export function withLiterals(
  filter: EventFilter,
  values: Partial<Record<EventFieldName, readonly (string | null)[]>>,
): EventFilter {
  let next = filter;
  for (const [name, wanted] of Object.entries(values) as [EventFieldName, readonly (string | null)[]][]) {
    const { [name]: _, ...others } = next.conditions;
    next = { ...next, conditions: others };
    for (const value of wanted) {
      next = withValueState(next, name, value === null ? null : escapeValue(value), 'include');
    }
  }
  return next;
}
