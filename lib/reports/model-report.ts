/** A made-up report for tests: `text` stands wherever an event, a person or a definition could put one. */
import type { ReportData } from '@/lib/reports/report-data';
import type { EventRow } from '@/lib/search/event-answers';

export function modelReport(text: string, events = 3): ReportData {
  const counted = { events, query: `user:"${text.replace(/["\\]/g, '')}" from:2026-11-01 to:2026-11-02` };
  const rows = Array.from({ length: events }, (_, n) => modelEvent(text, n));
  return {
    type: 'plumbline report v1',
    product: 'Plumbline 0',
    definition: {
      id: 'OWN-1',
      framework: 'Ours',
      version: '1',
      control: '1.2',
      title: text,
      question: text,
      file: 'mine.yaml',
      builtIn: false,
      digest: 'ab'.repeat(32),
      limits: [text],
    },
    madeAt: '2026-11-03T00:00:00.000Z',
    scope: {
      clusters: ['one', text],
      allClusters: false,
      from: '2026-11-01T00:00:00.000000Z',
      to: '2026-11-02T00:00:00.000000Z',
      namespaces: { name: text, namespaces: [text] },
      namespacesApply: true,
      furtherQuery: text,
    },
    pseudonyms: false,
    population: { ...counted, words: text },
    coverage: {
      state: 'gaps',
      sentence: `Not all of the period is covered. ${text}`,
      clusters: [
        {
          cluster: text,
          percent: 98.5,
          lost: 12,
          unknownSeconds: 300,
          pendingBlocks: 0,
          firstAt: null,
          lastAt: null,
          gaps: [],
          moreGaps: 0,
          source: text,
        },
      ],
      arriving: true,
    },
    fields: [{ field: 'user', label: 'User', missing: counted, percent: 99 }],
    overTime: {
      bucketSeconds: 43_200,
      buckets: ['00', '12'].map((hour) => ({
        ...counted,
        start: `2026-11-01T${hour}:00:00.000000Z`,
        narrowing: `from:2026-11-01T${hour}:00:00Z`,
        outcomes: { ok: events, clientError: 1, denied: 2, serverError: 0, noResponse: 0 },
      })),
    },
    tables: [
      { title: text, fields: ['user', 'verb'], rows: [{ ...counted, values: [text, null] }], distinct: 1, unlisted: 0 },
    ],
    checks: [{ ...counted, title: text, why: text, expect: 'none', listed: rows }],
    listed: rows,
    sample: { seed: text, asked: events, events: rows.map((row) => ({ ...row, draw: 'cd'.repeat(32) })) },
    facts: [{ title: text, rows: [{ label: text, value: text, source: text }] }],
    integrity: [
      {
        cluster: text,
        log: 'plumbline/log',
        blocks: { first: 1, last: 2 },
        checkpoint: { at: '2026-11-02T00:00:00.000000Z', size: 2, root: 'AAAA' },
        prunedBlocks: 1,
        redaction: true,
      },
    ],
    verification: { label: 'Last verification', value: text, source: 'npm run verify' },
    signOffs: [{ at: '2026-11-03T00:00:00.000Z', person: text, how: 'stated', verdict: 'complete', reason: text }],
  };
}

function modelEvent(text: string, n: number): EventRow {
  return {
    id: `${n}-${'0'.repeat(32)}-1`,
    at: `2026-11-01T00:00:00.${String(n).padStart(6, '0')}Z`,
    auditID: null,
    user: text,
    impersonatedUser: text,
    verb: text,
    resource: text,
    apiGroup: text,
    subresource: text,
    namespace: text,
    name: text,
    sourceIP: text,
    stage: 'ResponseComplete',
    level: 'Metadata',
    code: 200,
    outcome: 'ok',
    decision: text,
    reason: text,
    workload: text,
    userAgent: text,
    cluster: text,
  };
}
