/** What a report rests on: facts beside events, what proves them, what it does not show, its numbers once more, and the review. */
import { type Outcome, outcomeLabels, outcomes } from '@/lib/audit/outcome';
import { widthWords } from '@/lib/reports/chart-shape';
import type { Block, Column } from '@/lib/reports/document-block';
import { shownText } from '@/lib/reports/inert-text';
import { whole } from '@/lib/reports/printed-values';
import type { ReportData } from '@/lib/reports/report-data';

export function facts(data: ReportData): Block[] {
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

export function integrity(data: ReportData): Block[] {
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

export function method(data: ReportData): Block[] {
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

export function chartNumbers(data: ReportData): Block[] {
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

export function signOff(data: ReportData): Block[] {
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
