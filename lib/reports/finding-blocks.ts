/** What was found in the population: checks with their exceptions, breakdowns, the events in order, and the sample. */
import { findEventField } from '@/lib/audit/event-fields';
import { printQuery } from '@/lib/query/print-query';
import { checkResult } from '@/lib/reports/check-result';
import type { Block, Column } from '@/lib/reports/document-block';
import { eventTable } from '@/lib/reports/event-table';
import { shownText } from '@/lib/reports/inert-text';
import { shownQuery, valueText, whole } from '@/lib/reports/printed-values';
import type { ReportCheck, ReportData, ReportTable } from '@/lib/reports/report-data';
import { withValues } from '@/lib/reports/report-filter';
import { emptyFilter } from '@/lib/search/event-filter';
import { queryOf } from '@/lib/search/filter-query';

export function checkBlocks(check: ReportCheck, n: number, data: ReportData): Block[] {
  const blocks: Block[] = [
    ...(n === 0 ? [{ kind: 'heading' as const, level: 2 as const, text: 'Checks and exceptions' }] : []),
    { kind: 'heading', level: 3, text: `${shownText(check.title)}: ${checkResult(check)}` },
    { kind: 'paragraph', text: shownText(check.why) },
    { kind: 'query', text: shownQuery(check.query) },
  ];
  if (check.listed.length > 0) {
    const more =
      check.events > check.listed.length
        ? `, the newest ${whole.format(check.listed.length)} of ${whole.format(check.events)}`
        : '';
    blocks.push(eventTable(`${shownText(check.title)}${more}`, check.listed, data.scope.clusters));
  }
  return blocks;
}

export function tableBlocks(table: ReportTable, n: number): Block[] {
  const blocks: Block[] = n === 0 ? [{ kind: 'heading', level: 2, text: 'Breakdown' }] : [];
  const left = table.distinct - table.rows.length;
  if (table.rows.length === 0) {
    return [...blocks, { kind: 'paragraph', text: `${shownText(table.title)}: nothing, for the population is empty.` }];
  }
  blocks.push({
    kind: 'table',
    caption: `${shownText(table.title)}${left > 0 ? `: the ${table.rows.length} most frequent of ${whole.format(table.distinct)}` : ''}`,
    columns: [
      ...table.fields.map((field): Column => ({ label: findEventField(field)?.label ?? field, weight: 1.4 })),
      { label: 'Events', align: 'right', weight: 0.6 },
      { label: 'The population’s query, and', mono: true, weight: 3 },
    ],
    rows: [
      ...table.rows.map((row) => [
        ...row.values.map(valueText),
        whole.format(row.events),
        shownQuery(narrowing(table.fields, row.values)),
      ]),
      ...(left > 0
        ? [
            [
              `${whole.format(left)} more`,
              ...table.fields.slice(1).map(() => ''),
              whole.format(table.unlisted),
              'the rows above excluded',
            ],
          ]
        : []),
    ],
  });
  return blocks;
}

/** What a row of a table adds to the population's query. */
export function narrowing(fields: ReportTable['fields'], values: readonly (string | null)[]): string {
  return printQuery(queryOf(withValues(emptyFilter, fields, values)));
}

export function listed(data: ReportData): Block[] {
  if (data.listed === null) return [];
  const { events } = data.population;
  const count = data.listed.length;
  const more = events > count ? `, the first ${whole.format(count)} of ${whole.format(events)}` : '';
  return [
    { kind: 'heading', level: 2, text: 'What happened, in order' },
    count === 0
      ? { kind: 'paragraph', text: 'Nothing that the query finds.' }
      : eventTable(`Events of the population by time${more}`, data.listed, data.scope.clusters),
  ];
}

export function sample(data: ReportData): Block[] {
  const { seed, asked, events } = data.sample;
  if (asked === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Sample' },
    {
      kind: 'paragraph',
      text: `${whole.format(events.length)} of ${whole.format(data.population.events)} events, drawn at random with the seed ${seed}. Each event of the population gets the number SHA-256(seed, then the 16 bytes of its content hash); those with the smallest numbers are the sample, in this order. Who has the seed and the events draws the same ones.`,
    },
    ...(events.length === 0 ? [] : [eventTable('Sample', events, data.scope.clusters, true)]),
  ];
}
