/** A link to exactly the events behind a number: the page's filter, narrowed to given values. */
import { pageHref } from '@/components/shell/page-url';
import type { EventFieldName } from '@/lib/audit/event-fields';
import { failedOutcomes } from '@/lib/audit/outcome';
import { serializeEventFilter } from '@/lib/search/filter-params';
import type { EventFilter } from '@/lib/search/filter-state';
import { escapeValue } from '@/lib/search/value-pattern';

type Values = Partial<Record<EventFieldName, readonly (string | null)[]>>;

/** Literal values; null is "missing". What the filter says of the same fields is replaced: the values were found under it. */
export function narrowedHref(filter: EventFilter, values: Values): string {
  const conditions = { ...filter.conditions };
  for (const [name, literals] of Object.entries(values)) {
    const include = literals.map((literal) => (literal === null ? null : escapeValue(literal)));
    Object.assign(conditions, { [name]: { include, exclude: [] } });
  }
  return pageHref('/events', serializeEventFilter({ ...filter, conditions }));
}

/** The failed events: of the failed outcomes, those that the filter lets through. */
export function failedHref(filter: EventFilter, values: Values = {}): string {
  const { include = [], exclude = [] } = filter.conditions.outcome ?? {};
  const outcome = failedOutcomes.filter(
    (name) => (include.length === 0 || include.includes(name)) && !exclude.includes(name),
  );
  return narrowedHref(filter, { ...values, outcome });
}
