/**
 * A report as a run of headings, paragraphs, facts, tables and one chart, which is what HTML and PDF lay out. All words of
 * a report are here, so that both say the same. Texts of events have been made inert by then.
 */
import { findEventField } from '@/lib/audit/event-fields';
import { type Outcome, outcomeLabels, outcomes } from '@/lib/audit/outcome';
import { gapSentence, lostInWords } from '@/lib/coverage/gap-sentence';
import { printQuery } from '@/lib/query/print-query';
import { widthWords } from '@/lib/reports/chart-shape';
import { shownText } from '@/lib/reports/inert-text';
import type { ReportCheck, ReportData, ReportTable } from '@/lib/reports/report-data';
import { withValues } from '@/lib/reports/report-filter';
import type { EventRow } from '@/lib/search/event-answers';
import { emptyFilter } from '@/lib/search/event-filter';
import { queryOf } from '@/lib/search/filter-query';
import { objectText } from '@/lib/search/object-text';

export type Column = {
  label: string;
  align?: 'right';
  /** Identifiers and queries. */
  mono?: boolean;
  /** Share of the width where it is known to be wide or narrow; 1 otherwise. */
  weight?: number;
};

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: string; tone?: 'warning' | 'muted' | 'strong' }
  | { kind: 'query'; text: string }
  | { kind: 'facts'; rows: { label: string; value: string; source?: string; mono?: boolean }[] }
  | { kind: 'table'; caption: string; columns: Column[]; rows: string[][] }
  | { kind: 'chart'; caption: string }
  | { kind: 'form'; lines: string[] };

const whole = new Intl.NumberFormat('en-US');

export function reportBlocks(data: ReportData): Block[] {
  return [
    ...firstPage(data),
    ...population(data),
    ...completeness(data),
    ...data.checks.flatMap((check, n) => checkBlocks(check, n, data)),
    ...data.tables.flatMap(tableBlocks),
    ...listed(data),
    ...sample(data),
    ...facts(data),
    ...integrity(data),
    ...method(data),
    ...chartNumbers(data),
    ...signOff(data),
  ];
}

/** How a check came out, in a word and a number. */
export function checkResult({ expect, events }: Pick<ReportCheck, 'expect' | 'events'>): string {
  if (expect === 'none')
    return events === 0 ? 'none found' : `${whole.format(events)} ${events === 1 ? 'exception' : 'exceptions'}`;
  if (expect === 'some')
    return events === 0 ? 'exception: nothing found' : `${whole.format(events)} found, as expected`;
  return `${whole.format(events)} found`;
}

export function isException({ expect, events }: Pick<ReportCheck, 'expect' | 'events'>): boolean {
  return (expect === 'none' && events > 0) || (expect === 'some' && events === 0);
}

/** The beginning of every format: framework, control, title. */
export function reportTitle({ definition }: ReportData): string {
  const control = definition.control === null ? '' : ` ${definition.control}`;
  return `${definition.framework} ${definition.version}${control}: ${definition.title}`;
}

function firstPage(data: ReportData): Block[] {
  const { definition, scope, coverage, checks, signOffs } = data;
  const exceptions = checks.filter(isException).length;
  const last = signOffs.at(-1);
  return [
    { kind: 'heading', level: 1, text: shownText(reportTitle(data)) },
    { kind: 'paragraph', text: shownText(definition.question), tone: 'strong' },
    { kind: 'paragraph', text: shownText(coverage.sentence), tone: coverage.state === 'covered' ? 'muted' : 'warning' },
    ...(coverage.arriving ? [stillArriving] : []),
    ...(data.pseudonyms ? [pseudonymised] : []),
    {
      kind: 'facts',
      rows: [
        { label: 'Report', value: definition.id },
        { label: 'Made', value: data.madeAt },
        { label: 'Period', value: `${plainTime(scope.from)} to before ${plainTime(scope.to)}` },
        { label: 'Clusters', value: `${scope.clusters.map(shownText).join(', ')}${scope.allClusters ? ' (all)' : ''}` },
        { label: 'Namespaces in scope', value: namespacesText(scope) },
        ...(scope.furtherQuery === ''
          ? []
          : [{ label: 'Further query', value: shownText(scope.furtherQuery), mono: true }]),
        { label: 'Population', value: `${whole.format(data.population.events)} events` },
        { label: 'Checks', value: `${checks.length}, of which ${exceptions} with exceptions` },
        { label: 'Sample', value: `${whole.format(data.sample.events.length)} events, seed ${data.sample.seed}` },
        { label: 'Reviewed', value: last ? signOffText(last) : 'not signed off yet' },
      ],
    },
    ...(checks.length === 0 ? [] : [checksOverview(checks)]),
  ];
}

const stillArriving: Block = {
  kind: 'paragraph',
  tone: 'warning',
  text: 'Events of this period were still arriving while the report was made: its numbers can differ from each other by those. Make it again when the period is over.',
};

const pseudonymised: Block = {
  kind: 'paragraph',
  tone: 'muted',
  text: 'Usernames and addresses are pseudonyms: the same one always stands for the same name. The key that leads back is kept apart, so the queries below cannot be run as they are printed.',
};

function checksOverview(checks: readonly ReportCheck[]): Block {
  return {
    kind: 'table',
    caption: 'Checks at a glance',
    columns: [{ label: 'Check', weight: 3 }, { label: 'Result' }],
    rows: checks.map((check) => [shownText(check.title), checkResult(check)]),
  };
}

function namespacesText({ namespaces, namespacesApply }: ReportData['scope']): string {
  if (namespaces === null) return 'all';
  const text = `${shownText(namespaces.name)}: ${namespaces.namespaces.map(shownText).join(', ')}`;
  return namespacesApply ? text : `${text} (not applied: the question is about the cluster as a whole)`;
}

function population(data: ReportData): Block[] {
  const { events, query, words } = data.population;
  const seconds = data.overTime.bucketSeconds;
  return [
    { kind: 'heading', level: 2, text: 'Population' },
    ...(words === null ? [] : [{ kind: 'paragraph' as const, text: shownText(words) }]),
    { kind: 'paragraph', text: `${whole.format(events)} events, counted exactly by this query:` },
    { kind: 'query', text: shownQuery(query) },
    ...(events === 0
      ? [{ kind: 'paragraph' as const, text: 'No event of the period answers to it.' }]
      : [{ kind: 'chart' as const, caption: `Over time, a bar for ${widthWords(seconds)}` }]),
  ];
}

function completeness(data: ReportData): Block[] {
  const blocks: Block[] = [{ kind: 'heading', level: 2, text: 'Completeness' }];
  blocks.push({
    kind: 'table',
    caption: 'How much of the period was recorded',
    columns: [
      { label: 'Cluster' },
      { label: 'Covered', align: 'right', weight: 0.6 },
      { label: 'Missing, about', align: 'right', weight: 0.6 },
      { label: 'Cannot be told', align: 'right', weight: 0.6 },
      { label: 'Gaps', align: 'right', weight: 0.4 },
      { label: 'The same on the command line', mono: true, weight: 3 },
    ],
    rows: data.coverage.clusters.map((one) => [
      shownText(one.cluster),
      one.percent === null ? 'unknown' : `${one.percent} %`,
      whole.format(one.lost),
      `${(one.unknownSeconds / 3600).toFixed(1)} h`,
      whole.format(one.gaps.length + one.moreGaps),
      shownText(one.source),
    ]),
  });
  for (const one of data.coverage.clusters) {
    if (one.gaps.length === 0) continue;
    blocks.push({
      kind: 'table',
      caption: `Gaps of ${shownText(one.cluster)}${one.moreGaps > 0 ? `, the newest of ${one.gaps.length + one.moreGaps}` : ''}`,
      columns: [{ label: 'From' }, { label: 'To' }, { label: 'Events missing' }, { label: 'What was seen', weight: 4 }],
      rows: one.gaps.map((gap) => [minute(gap.from), minute(gap.to), lostInWords(gap), shownText(gapSentence(gap))]),
    });
  }
  if (data.fields.length > 0) {
    blocks.push({
      kind: 'table',
      caption: 'Fields that each record of the population needs',
      columns: [
        { label: 'Field' },
        { label: 'Present', align: 'right' },
        { label: 'Missing', align: 'right' },
        { label: 'Missing: the population’s query, and', mono: true, weight: 2 },
      ],
      rows: data.fields.map(({ label, field, missing, percent }) => [
        label,
        percent === null ? '–' : percentText(percent),
        whole.format(missing.events),
        `${field}:missing`,
      ]),
    });
  }
  return blocks;
}

function checkBlocks(check: ReportCheck, n: number, data: ReportData): Block[] {
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
    blocks.push(eventTable(`${shownText(check.title)}${more}`, check.listed, data));
  }
  return blocks;
}

function tableBlocks(table: ReportTable, n: number): Block[] {
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

function listed(data: ReportData): Block[] {
  if (data.listed === null) return [];
  const { events } = data.population;
  const count = data.listed.length;
  const more = events > count ? `, the first ${whole.format(count)} of ${whole.format(events)}` : '';
  return [
    { kind: 'heading', level: 2, text: 'What happened, in order' },
    count === 0
      ? { kind: 'paragraph', text: 'Nothing that the query finds.' }
      : eventTable(`Events of the population by time${more}`, data.listed, data),
  ];
}

function sample(data: ReportData): Block[] {
  const { seed, asked, events } = data.sample;
  if (asked === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Sample' },
    {
      kind: 'paragraph',
      text: `${whole.format(events.length)} of ${whole.format(data.population.events)} events, drawn at random with the seed ${seed}. Each event of the population gets the number SHA-256(seed, then the 16 bytes of its content hash); those with the smallest numbers are the sample, in this order. Who has the seed and the events draws the same ones.`,
    },
    ...(events.length === 0 ? [] : [eventTable('Sample', events, data, true)]),
  ];
}

function eventTable(
  caption: string,
  events: readonly (EventRow & { draw?: string })[],
  { scope }: ReportData,
  drawn = false,
): Block {
  const several = scope.clusters.length > 1;
  return {
    kind: 'table',
    caption,
    columns: [
      ...(drawn ? [{ label: 'Number', mono: true, weight: 0.9 }] : []),
      { label: 'Time (UTC)', weight: 1.75 },
      ...(several ? [{ label: 'Cluster', weight: 0.8 }] : []),
      { label: 'User', weight: 2 },
      { label: 'Verb', weight: 0.7 },
      { label: 'Object', weight: 2.3 },
      { label: 'From', weight: 1 },
      { label: 'Result', weight: 0.9 },
      { label: 'Audit ID', mono: true, weight: 2.6 },
    ],
    rows: events.map((event) => [
      ...(drawn ? [(event.draw ?? '').slice(0, 12)] : []),
      event.at.replace('T', ' ').replace('Z', ''),
      ...(several ? [shownText(event.cluster)] : []),
      userText(event),
      valueText(event.verb),
      shownText(objectText(event) ?? '–'),
      valueText(event.sourceIP),
      event.code === null ? outcomeLabels[event.outcome] : `${event.code} ${outcomeLabels[event.outcome]}`,
      event.auditID ?? 'see the event itself',
    ]),
  };
}

function userText({ user, impersonatedUser }: EventRow): string {
  const name = valueText(user);
  return impersonatedUser === null ? name : `${name} as ${shownText(impersonatedUser)}`;
}

function facts(data: ReportData): Block[] {
  return data.facts.flatMap(({ title, rows }): Block[] => [
    { kind: 'heading', level: 2, text: title },
    {
      kind: 'facts',
      rows: rows.map(({ label, value, source }) => ({
        label: shownText(label),
        value: shownText(value),
        source: shownText(source),
      })),
    },
  ]);
}

function integrity(data: ReportData): Block[] {
  const pruned = data.integrity.some(({ prunedBlocks }) => prunedBlocks > 0);
  return [
    { kind: 'heading', level: 2, text: 'Integrity' },
    {
      kind: 'paragraph',
      text: 'Events are kept as the bytes that came in, in blocks that are chained by SHA-256 and never changed; an Ed25519 key outside of the database signs a checkpoint over all blocks every minute. A checkpoint proves that nothing which it covers was changed, taken out or put in afterwards. It does not prove that everything came in: that is what the coverage above is about.',
    },
    {
      kind: 'table',
      caption: 'Where the events of the period are, and the first checkpoint that covers all of them',
      columns: [
        { label: 'Cluster' },
        { label: 'Log', mono: true, weight: 2 },
        { label: 'Blocks' },
        { label: 'Checkpoint', weight: 1.4 },
        { label: 'Root', mono: true, weight: 2.4 },
        { label: 'Secrets' },
      ],
      rows: data.integrity.map((one) => [
        shownText(one.cluster),
        one.log,
        one.blocks === null ? 'none' : `${whole.format(one.blocks.first)} to ${whole.format(one.blocks.last)}`,
        one.checkpoint === null
          ? 'none covers them yet'
          : `of ${one.checkpoint.at.slice(0, 19)}Z, over ${whole.format(one.checkpoint.size)} blocks`,
        one.checkpoint?.root ?? '–',
        one.redaction
          ? 'replaced by keyed hashes before storing (setting of today)'
          : 'stored as they came (setting of today)',
      ]),
    },
    ...(pruned ? [droppedBlocks] : []),
    { kind: 'facts', rows: [{ ...data.verification, value: shownText(data.verification.value) }] },
  ];
}

const droppedBlocks: Block = {
  kind: 'paragraph',
  tone: 'warning',
  text: 'Retention has dropped blocks of this period. Their hashes are still in the chain; their events are not in the population.',
};

function method(data: ReportData): Block[] {
  const { definition } = data;
  return [
    { kind: 'heading', level: 2, text: 'What this report shows and what it does not' },
    ...definition.limits.map((limit): Block => ({ kind: 'paragraph', text: shownText(limit) })),
    {
      kind: 'paragraph',
      text: 'Every number of events is what the query printed with it returns, in the query bar of the Events screen or from the API, as long as no further events of the period come in. An event is one stage of a request, and its time is when the request arrived. Times are UTC, from is part of the period and to is not. Characters that cannot be seen are written by their number, as \\u{202e}.',
    },
    {
      kind: 'facts',
      rows: [
        {
          label: 'Definition',
          value: `${definition.id} in ${shownText(definition.file)}${definition.builtIn ? ', which comes with the product' : ''}`,
        },
        { label: 'SHA-256 of the definition', value: definition.digest, mono: true },
        { label: 'Made by', value: data.product },
      ],
    },
  ];
}

function chartNumbers(data: ReportData): Block[] {
  if (data.population.events === 0) return [];
  const shown = outcomes.filter((outcome) => data.overTime.buckets.some((bucket) => bucket.outcomes[outcome] > 0));
  return [
    { kind: 'heading', level: 2, text: 'Numbers of the chart' },
    {
      kind: 'table',
      caption: `Events by result, for ${widthWords(data.overTime.bucketSeconds)} each`,
      columns: [
        ...shown.map((outcome: Outcome): Column => ({ label: outcomeLabels[outcome], align: 'right', weight: 0.6 })),
        { label: 'All', align: 'right', weight: 0.6 },
        { label: 'The population’s query, and', mono: true, weight: 4 },
      ],
      rows: data.overTime.buckets.map((bucket) => [
        ...shown.map((outcome) => whole.format(bucket.outcomes[outcome])),
        whole.format(bucket.events),
        bucket.narrowing,
      ]),
    },
  ];
}

function signOff(data: ReportData): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'Review' },
    ...(data.signOffs.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            caption: 'Sign-offs so far',
            columns: [
              { label: 'When' },
              { label: 'Who' },
              { label: 'Name known by' },
              { label: 'Verdict' },
              { label: 'Reason', weight: 3 },
            ],
            rows: data.signOffs.map((one) => [
              one.at,
              shownText(one.person),
              one.how,
              one.verdict,
              shownText(one.reason),
            ]),
          },
        ]),
    {
      kind: 'paragraph',
      text:
        data.coverage.state === 'covered'
          ? 'The reviewer confirms to have looked at population, checks, exceptions and sample.'
          : 'The reviewer confirms to have looked at population, checks, exceptions and sample. Because not all of the period is known to be covered, “complete” needs a reason.',
    },
    { kind: 'form', lines: ['Reviewer', 'Date', 'Verdict', 'Reason, and what was done about the exceptions'] },
  ];
}

function signOffText({ at, person, verdict }: ReportData['signOffs'][number]): string {
  return `${verdict}, by ${shownText(person)} at ${at}`;
}

/** Whole: a query that is cut returns something else. What cannot be seen is in it by its number already. */
function shownQuery(query: string): string {
  return query;
}

function valueText(value: string | null): string {
  return value === null ? 'missing' : shownText(value);
}

function minute(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')}`;
}

/** Without digits that say nothing. */
function plainTime(time: string): string {
  return time.replace(/\.000000Z$/, 'Z');
}

/** Never rounded up to all, nor down to none. */
function percentText(percent: number): string {
  if (percent === 100 || percent === 0) return `${percent} %`;
  return `${Math.min(99.99, Math.max(0.01, percent)).toFixed(2)} %`;
}
