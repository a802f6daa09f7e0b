/**
 * What to look for: one state that page URL, API parameters, chips and facets share. In the URL a condition is
 *   user=alice            include (repeat for "or")          -user=alice   exclude (`user!=alice` is read too)
 *   user=                 events that have no user           -user=        events that have one
 *   user=system:*         a pattern, see value-pattern.ts    code=>=400    a comparison
 *   name=… auditID=… text=…   row conditions: object name, one request, a string anywhere in the original event
 *   from=… to=…           the window, see time-range.ts
 *   q=…                   the rest, as text of the query language (lib/query); what of it a chip can say becomes one
 * Junk is dropped and reported, never thrown: a shared link must open.
 */
import { type EventFieldName, eventFieldNames, findEventField } from '@/lib/audit/event-fields';
import type { ParsedQuery } from '@/lib/query/parse-query';
import { printQuery } from '@/lib/query/print-query';
import type { QueryProblem } from '@/lib/query/query-error';
import { addQuery, normalFilter } from '@/lib/search/filter-query';
import { type EventFilter, emptyFilter, type FieldCondition } from '@/lib/search/filter-state';
import { parseTimeExpression } from '@/lib/search/time-range';

/** A parameter that could not be understood: what it was, and what was expected. */
export type FilterProblem = {
  parameter: string;
  message: string;
  /** Of `q`: where (from 1), and what could stand there. */
  column?: number;
  expected?: string[];
};

/** Longest value taken from a URL; longer ones cannot be in the index. */
const MAX_VALUE_LENGTH = 2048;
const MAX_VALUES_PER_FIELD = 200;

export type ReadFilter = { filter: EventFilter; problems: FilterProblem[] };

/** Reads parameters with the parser of the query language that is given: it is large, and a page without `q` needs none. */
export function readFilterParams(params: URLSearchParams, parseQuery: (text: string) => ParsedQuery): ReadFilter {
  let filter: EventFilter = { ...emptyFilter, conditions: {}, time: { from: null, to: null } };
  const queries: string[] = [];
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
    } else if (!exclude && key === 'q') {
      queries.push(rawValue);
    }
  }
  for (const query of queries) {
    const { node, problem } = parseQuery(query);
    if (problem) problems.push(problemOfQuery(problem));
    filter = addQuery(filter, node);
  }
  return { filter, problems };
}

function problemOfQuery({ message, column, expected }: QueryProblem): FilterProblem {
  const hint = expected.length > 0 ? `; expected ${expected.join(', ')}` : '';
  return { parameter: 'q', message: `column ${column}: ${message}${hint}`, column, expected };
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
export function serializeEventFilter(given: EventFilter): URLSearchParams {
  const filter = normalFilter(given);
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
  if (filter.expression !== null) params.set('q', printQuery(filter.expression));
  return params;
}
