/**
 * A report as CSV (RFC 4180) in one form of row, so that a program reads all of it: section, item, value, events, query,
 * and the columns of an event where a row is one. No cell is a formula, and what cannot be seen is written by its number.
 */
import { csvField } from '@/lib/export/csv-field';
import { checkResult } from '@/lib/reports/check-result';
import { reportTitle } from '@/lib/reports/first-page';
import { inertText } from '@/lib/reports/inert-text';
import type { Counted, ReportData } from '@/lib/reports/report-data';
import type { EventRow } from '@/lib/search/event-answers';

const EVENT_COLUMNS = [
  'at',
  'cluster',
  'user',
  'impersonatedUser',
  'verb',
  'apiGroup',
  'resource',
  'subresource',
  'namespace',
  'name',
  'sourceIP',
  'userAgent',
  'outcome',
  'code',
  'reason',
  'decision',
  'stage',
  'level',
  'auditID',
  'id',
] as const satisfies readonly (keyof EventRow)[];

const HEADER = ['section', 'item', 'value', 'events', 'query', ...EVENT_COLUMNS];

type Row = { section: string; item: string; value?: string; counted?: Counted; event?: EventRow };

export function writeReportCsv(data: ReportData): string {
  const lines = [HEADER.join(',')];
  for (const row of rowsOf(data)) lines.push(line(row));
  return `${lines.join('\r\n')}\r\n`;
}

function line({ section, item, value, counted, event }: Row): string {
  const cells: (string | null)[] = [
    section,
    item,
    value ?? null,
    counted ? String(counted.events) : null,
    counted?.query ?? null,
    ...EVENT_COLUMNS.map((column) => {
      const cell = event?.[column];
      return cell === null || cell === undefined ? null : String(cell);
    }),
  ];
  return cells.map((cell) => csvField(cell === null ? null : inertText(cell))).join(',');
}

function* rowsOf(data: ReportData): Generator<Row> {
  const { definition, scope, coverage } = data;
  const said: [string, string][] = [
    ['report', definition.id],
    ['title', reportTitle(data)],
    ['question', definition.question],
    ['made at', data.madeAt],
    ['from', scope.from],
    ['to (not included)', scope.to],
    ['clusters', scope.clusters.join(', ')],
    [
      'namespaces in scope',
      scope.namespaces ? `${scope.namespaces.name}: ${scope.namespaces.namespaces.join(', ')}` : 'all',
    ],
    ['namespaces applied', String(scope.namespacesApply)],
    ['further query', scope.furtherQuery],
    ['pseudonyms', String(data.pseudonyms)],
    ['coverage', coverage.sentence],
    ['events still arriving', String(coverage.arriving)],
    ['definition file', definition.file],
    ['definition SHA-256', definition.digest],
    ['made by', data.product],
  ];
  for (const [item, value] of said) yield { section: 'report', item, value };
  yield { section: 'population', item: 'events', counted: data.population };
  for (const one of coverage.clusters) {
    yield { section: 'coverage', item: one.cluster, value: one.percent === null ? 'unknown' : `${one.percent} %` };
    yield {
      section: 'coverage',
      item: `${one.cluster}: seconds that cannot be told`,
      value: String(one.unknownSeconds),
    };
    yield { section: 'coverage', item: `${one.cluster}: events missing, about`, value: String(one.lost) };
    yield { section: 'coverage', item: `${one.cluster}: gaps`, value: String(one.gaps.length + one.moreGaps) };
    for (const gap of one.gaps)
      yield { section: 'gap', item: one.cluster, value: `${gap.from} to ${gap.to}: ${gap.reason}` };
  }
  for (const { field, missing, percent } of data.fields) {
    const value = percent === null ? 'unknown' : `${percent} % present`;
    yield { section: 'field missing', item: field, value, counted: missing };
  }
  for (const check of data.checks) {
    yield { section: 'check', item: check.title, value: checkResult(check), counted: check };
    for (const event of check.listed) yield { section: 'check event', item: check.title, event };
  }
  for (const table of data.tables) {
    for (const row of table.rows) {
      const value = table.fields.map((field, n) => `${field} ${row.values[n] ?? '(missing)'}`).join(', ');
      yield { section: 'breakdown', item: table.title, value, counted: row };
    }
    yield { section: 'breakdown not listed', item: table.title, value: String(table.unlisted) };
  }
  for (const event of data.listed ?? []) yield { section: 'event', item: 'population', event };
  yield { section: 'sample', item: 'seed', value: data.sample.seed };
  for (const event of data.sample.events) yield { section: 'sample event', item: event.draw, event };
  for (const bucket of data.overTime.buckets) yield { section: 'over time', item: bucket.start, counted: bucket };
  for (const { title, rows } of data.facts)
    for (const { label, value } of rows) yield { section: title, item: label, value };
  for (const one of data.integrity) {
    const blocks = one.blocks === null ? 'none' : `blocks ${one.blocks.first} to ${one.blocks.last}`;
    const signed =
      one.checkpoint === null
        ? 'no checkpoint covers them yet'
        : `checkpoint ${one.checkpoint.at}, size ${one.checkpoint.size}, root ${one.checkpoint.root}`;
    yield { section: 'integrity', item: one.cluster, value: `${one.log}: ${blocks}; ${signed}` };
  }
  yield { section: 'integrity', item: data.verification.label, value: data.verification.value };
  for (const limit of definition.limits) yield { section: 'limit', item: 'what this does not show', value: limit };
  for (const one of data.signOffs) {
    yield { section: 'sign-off', item: one.at, value: `${one.verdict} by ${one.person} (${one.how}): ${one.reason}` };
  }
}
