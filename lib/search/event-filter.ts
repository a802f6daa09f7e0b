/**
 * What to look for: one state that page URL, API parameters, chips and facets share. In the URL a condition is
 *   user=alice            include (repeat for "or")          -user=alice   exclude (`user!=alice` is read too)
 *   user=                 events that have no user           -user=        events that have one
 *   user=system:*         a pattern, see value-pattern.ts    code=>=400    a comparison
 *   name=… auditID=… text=…   row conditions: object name, one request, a string anywhere in the original event
 *   from=… to=…           the window, see time-range.ts
 * Junk is dropped and reported, never thrown: a shared link must open.
 */
import { type EventFieldName, eventFieldNames, findEventField } from '@/lib/audit/event-fields';
import { parseTimeExpression, type TimeRange } from '@/lib/search/time-range';

/** Values as in the URL; null stands for "missing". */
export type FieldCondition = { include: (string | null)[]; exclude: (string | null)[] };

export type EventFilter = {
  conditions: Partial<Record<EventFieldName, FieldCondition>>;
  name: string | null;
  auditID: string | null;
  text: string | null;
  time: TimeRange;
};

/** A parameter that could not be understood: what it was, and what was expected. */
export type FilterProblem = { parameter: string; message: string };

export const emptyFilter: EventFilter = {
  conditions: {},
  name: null,
  auditID: null,
  text: null,
  time: { from: null, to: null },
};

/** Longest value taken from a URL; longer ones cannot be in the index. */
const MAX_VALUE_LENGTH = 2048;
const MAX_VALUES_PER_FIELD = 200;

export function parseEventFilter(params: URLSearchParams): { filter: EventFilter; problems: FilterProblem[] } {
  const filter: EventFilter = { ...emptyFilter, conditions: {}, time: { from: null, to: null } };
  const problems: FilterProblem[] = [];
  for (const [rawKey, rawValue] of params) {
    const exclude = rawKey.startsWith('-') || rawKey.endsWith('!');
    const key = rawKey.replace(/^-|!$/g, '');
    const value = rawValue.slice(0, MAX_VALUE_LENGTH);
    const field = findEventField(key);
    if (field) {
      addValue(filter, field.name, exclude ? 'exclude' : 'include', value === '' ? null : value, problems);
    } else if (!exclude && (key === 'from' || key === 'to')) {
      if (value === '') continue;
      const time = parseTimeExpression(value);
      if (time === null) {
        problems.push({
          parameter: key,
          message: `“${value}” is not a time; expected RFC 3339, a date, or now-24h`,
        });
      } else {
        filter.time[key] = time;
      }
    } else if (!exclude && (key === 'name' || key === 'auditID' || key === 'text')) {
      filter[key] = value === '' ? null : value;
    }
  }
  return { filter, problems };
}

function addValue(
  filter: EventFilter,
  name: EventFieldName,
  side: keyof FieldCondition,
  value: string | null,
  problems: FilterProblem[],
): void {
  const condition = filter.conditions[name] ?? { include: [], exclude: [] };
  filter.conditions[name] = condition;
  if (condition[side].includes(value)) return;
  if (condition[side].length >= MAX_VALUES_PER_FIELD) {
    problems.push({ parameter: name, message: `only ${MAX_VALUES_PER_FIELD} values of ${name} are taken` });
    return;
  }
  condition[side].push(value);
}

/** The filter as URL parameters, in the field table's order: equal filters give equal URLs. */
export function serializeEventFilter(filter: EventFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of eventFieldNames) {
    const condition = filter.conditions[name];
    for (const value of condition?.include ?? []) params.append(name, value ?? '');
    for (const value of condition?.exclude ?? []) params.append(`-${name}`, value ?? '');
  }
  if (filter.name !== null) params.set('name', filter.name);
  if (filter.auditID !== null) params.set('auditID', filter.auditID);
  if (filter.text !== null) params.set('text', filter.text);
  if (filter.time.from !== null) params.set('from', filter.time.from);
  if (filter.time.to !== null) params.set('to', filter.time.to);
  return params;
}

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
