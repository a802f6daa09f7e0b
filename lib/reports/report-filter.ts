/** The filters of a report: the population's, and those of its parts, each a conjunction with it. */
import type { EventFieldName } from '@/lib/audit/event-fields';
import { parseQuery } from '@/lib/query/parse-query';
import type { QueryNode } from '@/lib/query/query-tree';
import type { ReportDefinition } from '@/lib/reports/report-definition';
import { type ReportRequest, ReportRequestError } from '@/lib/reports/report-request';
import { type EventFilter, emptyFilter, withTime } from '@/lib/search/event-filter';
import { addQuery, printFilter } from '@/lib/search/filter-query';
import { escapeValue } from '@/lib/search/value-pattern';

/** Definition, clusters, namespaces in scope, further query and period. */
export function populationFilter(
  definition: Pick<ReportDefinition, 'query' | 'namespaced'>,
  request: ReportRequest,
): EventFilter {
  let filter = addQuery(emptyFilter, readQuery(definition.query, 'the query of the definition'));
  filter = addQuery(filter, readQuery(request.query, '--query'));
  if (filter.time.from !== null || filter.time.to !== null) {
    throw new ReportRequestError('The further query has a time: leave it out, and choose the period instead.');
  }
  if (request.clusters.length > 0) {
    filter = addQuery(filter, { kind: 'field', field: 'cluster', values: request.clusters.map(escapeValue) });
  }
  if (request.scope && definition.namespaced) {
    filter = addQuery(filter, { kind: 'field', field: 'namespace', values: request.scope.namespaces });
  }
  return withTime(filter, request.from, request.to);
}

function readQuery(text: string, what: string): QueryNode | null {
  const { node, problem } = parseQuery(text);
  if (problem) {
    const hint = problem.expected.length > 0 ? `; expected ${problem.expected.join(', ')}` : '';
    throw new ReportRequestError(`In ${what}, column ${problem.column}: ${problem.message}${hint}.`);
  }
  return node;
}

export function withinQuery(filter: EventFilter, text: string): EventFilter {
  return addQuery(filter, readQuery(text, 'a query of the definition'));
}

/** Those with these very values; null = missing. */
export function withValues(
  filter: EventFilter,
  fields: readonly EventFieldName[],
  values: readonly (string | null)[],
): EventFilter {
  return fields.reduce((narrowed, field, n) => {
    const value = values[n] ?? null;
    return addQuery(narrowed, { kind: 'field', field, values: [value === null ? null : escapeValue(value)] });
  }, filter);
}

/** The text that finds the same. */
export function printedQuery(filter: EventFilter): string {
  return printFilter(filter);
}
