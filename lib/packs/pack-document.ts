/**
 * The pack as a document for people: what was asked, what came of it, over time and by who and what, how much of the time was
 * recorded, what proves the events, the hash of every file, and the chain of custody. Numbers are counted from the events
 * that were written into the pack.
 */
import { type EventFieldName, findEventField } from '@/lib/audit/event-fields';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { outcomeLabels, outcomes } from '@/lib/audit/outcome';
import { PRODUCT } from '@/lib/export/export-manifest';
import { widthWords } from '@/lib/reports/chart-shape';
import type { Block, PrintedDocument } from '@/lib/reports/document-block';
import { eventTable } from '@/lib/reports/event-table';
import { inertText, shownText } from '@/lib/reports/inert-text';
import { coverageSentence, coverageState, readPeriodCoverage } from '@/lib/reports/period-coverage';
import { completeness } from '@/lib/reports/population-blocks';
import { plainTime, valueText, whole } from '@/lib/reports/printed-values';
import type { CustodyEntry } from './custody';
import type { ManifestFacts } from './pack-manifest';
import type { MeasuredMember } from './pack-member';

export const PACK_PDF = 'pack.pdf';

/** Rows of one table here; all of them are in the files. */
const MOST_ROWS = 40;
const MOST_CUSTODY = 500;

type DocumentFacts = Omit<ManifestFacts, 'members'> & {
  custody: readonly CustodyEntry[];
  /** Every file that stands before this one. */
  files: readonly MeasuredMember[];
};

export async function packDocument(facts: DocumentFacts): Promise<PrintedDocument> {
  const { subject, at } = facts;
  const name = subject.case ? `case ${subject.case.id}, “${subject.case.title}”` : 'the events of a query';
  return {
    title: inertText(`Evidence pack: ${name}`),
    footer: `Evidence pack of ${at.toISOString()}`,
    product: PRODUCT,
    madeAt: at.toISOString(),
    blocks: [
      { kind: 'heading', level: 1, text: shownText(`Evidence pack: ${name}`) },
      ...overview(facts),
      ...question(facts),
      ...events(facts),
      ...(await recorded(facts)),
      ...proofs(facts),
      ...files(facts),
      ...custody(facts),
      ...listed(facts),
      ...chartNumbers(facts),
    ],
  };
}

function overview({ counts, at, person, publicKey }: DocumentFacts): Block[] {
  const { first, last } = counts.tally;
  return [
    {
      kind: 'paragraph',
      tone: 'muted',
      text: 'This document is for reading. The events themselves, and what proves them, are in the files beside it. Whether all of them are as they were packed is told by: node verify-evidence.mjs PACK.zip --key KEY',
    },
    {
      kind: 'facts',
      rows: [
        { label: 'Packed', value: at.toISOString() },
        { label: 'By', value: `${shownText(person.name)} (${personWords[person.how]})` },
        { label: 'Time zone', value: 'UTC, in this document and in every file' },
        {
          label: 'Events',
          value: `${whole.format(counts.events)}, in ${whole.format(counts.blocks)} blocks of evidence`,
        },
        { label: 'First event', value: first === null ? 'none' : formatRfc3339(first) },
        { label: 'Last event', value: last === null ? 'none' : formatRfc3339(last) },
        { label: 'Signed with', value: publicKey, mono: true },
      ],
    },
  ];
}

const personWords = {
  proxy: 'named by the proxy that signed this person in',
  stated: 'as they said themselves',
  unknown: 'nobody vouches for this name',
} as const;

function question({ subject, query }: DocumentFacts): Block[] {
  const blocks: Block[] = [{ kind: 'heading', level: 2, text: 'What was asked' }];
  if (query) {
    blocks.push({ kind: 'paragraph', text: shownText(query.words) });
    if (query.text !== '') blocks.push({ kind: 'query', text: inertText(query.text) });
  }
  if (!subject.case) return blocks;
  const { pins, status, reason, openedBy, createdAt, hypotheses } = subject.case;
  blocks.push({
    kind: 'facts',
    rows: [
      { label: 'Opened', value: `${createdAt} by ${shownText(openedBy.name)}` },
      { label: 'Status', value: status === 'open' ? 'open' : `closed: ${shownText(reason ?? '')}` },
      ...hypotheses.map(({ state, text }) => ({ label: `Hypothesis, ${state}`, value: shownText(text) })),
    ],
  });
  if (pins.length === 0) return blocks;
  blocks.push({
    kind: 'table',
    caption: 'What is pinned, as things happened',
    columns: [
      { label: 'Time (UTC)', weight: 1.6 },
      { label: 'Kind', weight: 0.6 },
      { label: 'What', weight: 3 },
      { label: 'Note', weight: 2 },
      { label: 'Found', weight: 1.6 },
    ],
    rows: pins.map(({ at, kind, title, note, pinnedAt, pinnedBy, gone }) => [
      at === null ? '–' : plainTime(at).replace('T', ' ').replace('Z', ''),
      kind,
      gone === null ? shownText(title) : `${shownText(title)} (no longer kept: ${shownText(gone)})`,
      shownText(note),
      `${pinnedAt.slice(0, 19).replace('T', ' ')} by ${shownText(pinnedBy.name)}`,
    ]),
  });
  return blocks;
}

const breakdowns: readonly (readonly [string, readonly EventFieldName[]])[] = [
  ['Who', ['user', 'impersonatedUser']],
  ['What', ['verb', 'resource', 'subresource']],
  ['Where', ['cluster', 'namespace']],
  ['From where', ['user', 'sourceIP']],
  ['With which result', ['outcome', 'code']],
];

function events({ counts: { tally, events: total } }: DocumentFacts): Block[] {
  if (total === 0) return [{ kind: 'paragraph', text: 'No event answers to it.' }];
  const overTime = tally.overTime.bars();
  return [
    { kind: 'heading', level: 2, text: 'The events' },
    { kind: 'chart', caption: `Over time, a bar for ${widthWords(overTime.bucketSeconds)}`, overTime, gaps: [] },
    ...breakdowns.map(([title, fields]): Block => {
      const all = tally.table(fields);
      const rows = all.slice(0, MOST_ROWS).map(({ values, events: n }) => [...values.map(valueText), whole.format(n)]);
      const left = all.slice(MOST_ROWS).reduce((sum, row) => sum + row.events, 0);
      if (left > 0) {
        const more = `${whole.format(all.length - MOST_ROWS)} more`;
        rows.push([more, ...fields.slice(1).map(() => ''), whole.format(left)]);
      }
      return {
        kind: 'table',
        caption: title,
        columns: [
          ...fields.map((field) => ({ label: findEventField(field)?.label ?? field, weight: 2 })),
          { label: 'Events', align: 'right' as const },
        ],
        rows,
      };
    }),
  ];
}

/** From the first event to the last: what may be missing between them. */
async function recorded({ counts: { tally }, logs }: DocumentFacts): Promise<Block[]> {
  const { first, last } = tally;
  if (first === null || last === null) return [];
  const [from, to] = [first, last + 1];
  const clusters = await readPeriodCoverage(
    logs.map(({ clusterName }) => clusterName),
    from,
    to,
  );
  const state = coverageState(clusters, formatRfc3339(from), formatRfc3339(to));
  const [heading, ...tables] = completeness({
    coverage: { state, sentence: '', clusters, arriving: false },
    fields: [],
  });
  return [
    ...(heading ? [heading] : []),
    {
      kind: 'paragraph',
      text: shownText(coverageSentence(state, clusters)),
      tone: state === 'covered' ? 'muted' : 'warning',
    },
    ...tables,
  ];
}

function proofs({ logs }: DocumentFacts): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'What proves them' },
    {
      kind: 'paragraph',
      text: 'Each event leads by hashes to the header of its block, and each header to the root of its cluster’s log, which a checkpoint signs: see proofs.ndjson and checkpoints/. It is proved that every event stood in the log, byte for byte, when the checkpoint was signed; not that the log has all that happened, nor that the question asks for all that matters.',
    },
    {
      kind: 'table',
      caption: 'Logs and checkpoints',
      columns: [
        { label: 'Cluster' },
        { label: 'Log', mono: true, weight: 2 },
        { label: 'Events', align: 'right' },
        { label: 'Blocks', align: 'right' },
        { label: 'Checkpoint', weight: 2.4 },
      ],
      rows: logs.map(({ clusterName, origin, events: n, blocks, checkpoint }) => [
        shownText(clusterName),
        origin,
        whole.format(n),
        whole.format(blocks.count),
        `of ${plainTime(checkpoint.at)}, over ${whole.format(checkpoint.size)} blocks`,
      ]),
    },
  ];
}

function files({ files: all }: DocumentFacts): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'Files of this pack' },
    {
      kind: 'table',
      caption: 'manifest.json names them again, with this document, and is signed',
      columns: [
        { label: 'File', weight: 1.6 },
        { label: 'Bytes', align: 'right' },
        { label: 'SHA-256', mono: true, weight: 3.6 },
      ],
      rows: all.map(({ name, bytes, sha256 }) => [name, whole.format(bytes), sha256]),
    },
  ];
}

function custody({ custody: entries }: DocumentFacts): Block[] {
  const shown = entries.slice(-MOST_CUSTODY);
  const left = entries.length - shown.length;
  return [
    { kind: 'heading', level: 2, text: 'Custody' },
    {
      kind: 'table',
      caption: `Who did what, from the import to this pack${left > 0 ? `; the last ${whole.format(shown.length)} of ${whole.format(entries.length)} entries, all are in custody.ndjson` : ''}`,
      columns: [
        { label: 'When', weight: 1.6 },
        { label: 'Who', weight: 1.4 },
        { label: 'What' },
        { label: 'Details', weight: 4 },
      ],
      rows: shown.map(({ at, by, what, how: _, ...details }) => [
        at,
        shownText(by),
        shownText(what),
        shownText(detailWords(details)),
      ]),
    },
  ];
}

function detailWords(details: { [name: string]: unknown }): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ');
}

function chartNumbers({ counts: { tally, events: total } }: DocumentFacts): Block[] {
  if (total === 0) return [];
  const { bucketSeconds, buckets } = tally.overTime.bars();
  const shown = outcomes.filter((outcome) => buckets.some((bucket) => bucket.outcomes[outcome] > 0));
  return [
    { kind: 'heading', level: 2, text: 'Numbers of the chart' },
    {
      kind: 'table',
      caption: `Events by result, for ${widthWords(bucketSeconds)} each`,
      columns: [
        { label: 'From (UTC)', weight: 2 },
        ...shown.map((outcome) => ({ label: outcomeLabels[outcome], align: 'right' as const })),
        { label: 'All', align: 'right' },
      ],
      rows: buckets.map((bucket) => [
        plainTime(bucket.start),
        ...shown.map((outcome) => whole.format(bucket.outcomes[outcome])),
        whole.format(bucket.events),
      ]),
    },
  ];
}

function listed({ counts: { tally, events: total }, logs }: DocumentFacts): Block[] {
  const rows = tally.listed();
  if (rows.length === 0) return [];
  const more =
    total > rows.length
      ? `, the first ${whole.format(rows.length)} of ${whole.format(total)}; all are in events.csv`
      : '';
  const clusters = logs.map(({ clusterName }) => clusterName);
  return [{ kind: 'heading', level: 2, text: 'Events in order' }, eventTable(`Events by time${more}`, rows, clusters)];
}
