/** Changes to a filter, one value or the window at a time. */
import type { EventFieldName } from '@/lib/audit/event-fields';
import type { EventFilter } from '@/lib/search/filter-state';

export type ValueState = 'include' | 'exclude' | 'neutral';

export function valueState(filter: EventFilter, name: EventFieldName, value: string | null): ValueState {
  const condition = filter.conditions[name];
  if (condition?.include.includes(value)) return 'include';
  if (condition?.exclude.includes(value)) return 'exclude';
  return 'neutral';
}

/** The same filter with one value of one field set to include, exclude or neither. `value` is a pattern: escape literals. */
export function withValueState(
  filter: EventFilter,
  name: EventFieldName,
  value: string | null,
  state: ValueState,
): EventFilter {
  const condition = filter.conditions[name] ?? { include: [], exclude: [] };
  const include = condition.include.filter((other) => other !== value);
  const exclude = condition.exclude.filter((other) => other !== value);
  if (state === 'include') include.push(value);
  if (state === 'exclude') exclude.push(value);
  const conditions = { ...filter.conditions };
  if (include.length + exclude.length > 0) conditions[name] = { include, exclude };
  else delete conditions[name];
  return { ...filter, conditions };
}

export function withTime(filter: EventFilter, from: string | null, to: string | null): EventFilter {
  return { ...filter, time: { from, to } };
}
