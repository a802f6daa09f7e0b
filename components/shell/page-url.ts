/**
 * Addresses of pages. A page's URL is the filter's parameters (lib/search/event-filter.ts) and the page's own (tz, columns,
 * chart, event, …). A change of the filter keeps the page's own; a link to another screen takes the window and the zone.
 */
import { findEventField } from '@/lib/audit/event-fields';
import { serializeEventFilter } from '@/lib/search/filter-params';
import { type EventFilter, emptyFilter } from '@/lib/search/filter-state';
import { withValueState } from '@/lib/search/filter-values';
import { escapeValue } from '@/lib/search/value-pattern';

const ROW_AND_TIME_PARAMETERS = new Set(['name', 'auditID', 'text', 'from', 'to', 'q']);

/** Whether a parameter belongs to the filter (with its exclusion forms `-user` and `user!`). */
export function isFilterParameter(key: string): boolean {
  const name = key.replace(/^-|!$/g, '');
  return findEventField(name) !== undefined || ROW_AND_TIME_PARAMETERS.has(name);
}

/** The same page with another filter: its own parameters stay. */
export function withFilter(params: URLSearchParams, filter: EventFilter): URLSearchParams {
  const next = serializeEventFilter(filter);
  for (const [key, value] of params) if (!isFilterParameter(key)) next.append(key, value);
  return next;
}

/** Path and query; characters that a query may hold as they are stay readable. */
export function pageHref(pathname: string, params: URLSearchParams): string {
  const query = params
    .toString()
    .replace(/%3A/g, ':')
    .replace(/%2F/g, '/')
    .replace(/%40/g, '@')
    .replace(/%2C/g, ',')
    .replace(/%3E%3D/g, '>=');
  return query === '' ? pathname : `${pathname}?${query}`;
}

/** A link to the events behind a number. Literal values: they are escaped here. `null` is "missing". */
export function eventsHref(
  conditions: Parameters<typeof filterOf>[0],
  time: EventFilter['time'] = emptyFilter.time,
): string {
  return pageHref('/events', serializeEventFilter({ ...filterOf(conditions), time }));
}

function filterOf(conditions: Partial<Record<keyof EventFilter['conditions'], (string | null)[]>>): EventFilter {
  let filter = emptyFilter;
  for (const [key, values] of Object.entries(conditions)) {
    const field = findEventField(key);
    if (!field) continue;
    for (const value of values) {
      filter = withValueState(filter, field.name, value === null ? null : escapeValue(value), 'include');
    }
  }
  return filter;
}

/** What a link to another screen takes along: window, cluster and zone. */
export function carriedParams(params: URLSearchParams): URLSearchParams {
  const carried = new URLSearchParams();
  for (const key of ['cluster', '-cluster', 'from', 'to', 'tz']) {
    for (const value of params.getAll(key)) carried.append(key, value);
  }
  return carried;
}
