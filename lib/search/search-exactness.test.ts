// Random filters against an oracle that shares nothing with the search: it decodes the evidence and looks at each event.

import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import { importStream } from '@/lib/ingest/import-stream';
import { allOf, anyOf, type NumberRange, negate, type PathLeaf, type QueryNode } from '@/lib/query/query-tree';
import { formatPlace } from './event-cursor';
import { getEventDetail } from './event-detail';
import { type EventFilter, emptyFilter } from './event-filter';
import { searchEvents } from './event-page';
import { searchFacetValues } from './facet-values';
import { searchFacets } from './facets';
import { failuresOverTime } from './failures-over-time';
import { searchHistogram } from './histogram';
import { matchExpression } from './match-expression';
import { countBy } from './term-counts';
import { escapeValue } from './value-pattern';

/** Cases of the longest test; more of them by hand. */
const RUNS = Number(process.env.SEARCH_CASES ?? 30);

let database: TestDatabase;
const START = Date.UTC(2026, 2, 1, 21, 13, 7);
const HOUR = 3_600_000;

const users = [null, 'alice@example.com', 'bob', 'system:node:a', 'a*b', 'a\\b', '<script>', "o'x"];
const verbs = ['get', 'list', 'delete', ''];
const codes = [undefined, 200, 201, 401, 403, 404, 500];
const resources = [undefined, 'pods', 'secrets'];

type Made = {
  at: number;
  user: string | null;
  verb: string;
  code?: number;
  resource?: string;
  namespace?: string;
  n: number;
};

/** Two clusters, 4,000 events over four days with an hour of crowd, made without randomness. */
function made(n: number): Made {
  const spread = n % 5 === 0 ? 50 * HOUR + ((n * 977) % HOUR) : (n * 86_399_977) % (96 * HOUR);
  return {
    at: START + spread,
    user: users[n % users.length] ?? null,
    verb: verbs[(n * 7) % verbs.length] as string,
    code: codes[(n * 3) % codes.length],
    resource: resources[(n >> 2) % resources.length],
    namespace: n % 3 === 0 ? undefined : `ns-${n % 4}`,
    n,
  };
}

function toLine(m: Made): string {
  const at = `${new Date(m.at).toISOString().slice(0, -1)}${String(m.n % 1000).padStart(3, '0')}Z`;
  return JSON.stringify({
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(m.n).padStart(12, '0')}`,
    stage: m.code === undefined ? 'RequestReceived' : 'ResponseComplete',
    requestURI: `/x/${m.n}?needle=needle-${m.n % 17}`,
    verb: m.verb,
    user: m.user === null ? {} : { username: m.user },
    sourceIPs: ['198.51.100.1', `10.0.0.${m.n % 5}`],
    ...(m.resource ? { objectRef: { resource: m.resource, namespace: m.namespace, name: `o-${m.n % 50}` } } : {}),
    ...(m.code ? { responseStatus: { code: m.code } } : {}),
    ...(m.n % 3 === 1 ? { requestObject: bodyOf(m.n) } : {}),
    requestReceivedTimestamp: at,
    stageTimestamp: new Date(m.at + (m.n % 50) * 37).toISOString(),
  });
}

function bodyOf(n: number) {
  return {
    metadata: { labels: { 'app.kubernetes.io/name': `app-${n % 4}` } },
    spec: {
      replicas: n % 6,
      containers: [{ image: `registry/web:${n % 5}` }, { image: n % 11 === 0 ? 'x/miner' : 'a"b' }],
    },
  };
}

type Decoded = {
  // biome-ignore lint/suspicious/noExplicitAny: an event as it was written
  event: any;
  cluster: string;
  at: number;
  text: string;
  values: Partial<Record<EventFieldName, string | null>>;
  failed: boolean;
};
let decoded: Decoded[];

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  for (const [clusterName, from] of [
    ['one', 0],
    ['two', 3000],
  ] as const) {
    const lines = Array.from({ length: clusterName === 'one' ? 3000 : 1000 }, (_, i) => toLine(made(from + i)));
    await importStream({
      clusterName,
      name: 'x',
      source: 'cli',
      input: Readable.from([lines.join('\n')]),
      bytesTotal: null,
    });
  }
  decoded = [];
  const { rows } = await database.pool.query(
    'select c.name, b.data from evidence_block b join cluster c on c.id = b.cluster_id',
  );
  for (const { name, data } of rows) {
    for (const bytes of unpackEvents(await decompressPayload(data))) decoded.push(decode(name, bytes.toString()));
  }
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

function decode(cluster: string, text: string): Decoded {
  const e = JSON.parse(text);
  const code: number | undefined = e.responseStatus?.code;
  return {
    event: e,
    cluster,
    text,
    at: Date.parse(e.requestReceivedTimestamp) * 1000 + Number(e.requestReceivedTimestamp.slice(-4, -1)),
    failed: (code ?? 0) >= 400,
    values: {
      cluster,
      user: e.user.username ?? null,
      verb: e.verb || null,
      code: code === undefined ? null : String(code),
      resource: e.objectRef?.resource ?? null,
      namespace: e.objectRef?.namespace ?? null,
      sourceIP: e.sourceIPs.at(-1),
      stage: e.stage,
    },
  };
}

const fields = ['cluster', 'user', 'verb', 'code', 'resource', 'namespace', 'sourceIP', 'stage'] as const;
const patterns: Record<(typeof fields)[number], (string | null)[]> = {
  cluster: ['one', 'two', '*o'],
  user: [null, ...users.filter((u) => u !== null).map(escapeValue), '*', 'a*', '*@example.com', 'nobody'],
  verb: [null, 'get', 'list', 'delete', '*e*'],
  code: [null, '200', '403', '>=400', '<300', '4xx', '401-403'],
  resource: [null, 'pods', 'secrets'],
  namespace: [null, 'ns-1', 'ns-2', 'ns-*'],
  sourceIP: ['10.0.0.1', '10.0.0.*', '198.51.100.1', '10.0.0.2/31'],
  stage: ['RequestReceived', 'ResponseComplete'],
};

/** The oracle's reading of a pattern, by regular expression and comparison. */
function matches(field: string, pattern: string | null, value: string | null): boolean {
  if (pattern === null || value === null) return pattern === value;
  if (field === 'code') {
    const n = Number(value);
    const table: Record<string, boolean> = {
      '>=400': n >= 400,
      '<300': n < 300,
      '4xx': n >= 400 && n < 500,
      '401-403': n >= 401 && n <= 403,
    };
    return table[pattern] ?? value === pattern;
  }
  if (field === 'sourceIP' && pattern === '10.0.0.2/31') return value === '10.0.0.2' || value === '10.0.0.3';
  const source = pattern.replace(/\\([*\\])|(\*)|([^\w\s])/g, (_, escaped, star, other) =>
    star ? '[^]*' : `\\${escaped ?? other}`,
  );
  return new RegExp(`^${source}$`).test(value);
}

/** What stands at the paths that the random queries ask for, by hand. */
const pathReaders: Record<string, (event: Decoded['event']) => unknown[]> = {
  'requestObject.spec.containers.image': (e) =>
    (e.requestObject?.spec.containers ?? []).map((c: { image: string }) => c.image),
  'requestObject.spec.replicas': (e) => [e.requestObject?.spec.replicas],
  'requestObject.metadata.labels.app.kubernetes.io/name': (e) => [
    e.requestObject?.metadata.labels['app.kubernetes.io/name'],
  ],
  sourceIPs: (e) => e.sourceIPs,
  requestURI: (e) => [e.requestURI],
  'responseObject.kind': () => [],
};

/** The oracle's reading of a query: plain logic over the decoded event. */
function holds(node: QueryNode, event: Decoded): boolean {
  switch (node.kind) {
    case 'and':
      return !node.nodes.some((child) => !holds(child, event));
    case 'or':
      return node.nodes.some((child) => holds(child, event));
    case 'not':
      return !holds(node.node, event);
    case 'field':
      return node.values.some((value) => matches(node.field, value, event.values[node.field] ?? null));
    case 'name': {
      const name = event.event.objectRef?.name ?? event.event.requestURI.split('?')[0];
      return node.values.some((value) => matches('name', value, name));
    }
    case 'auditID':
      return node.values.includes(event.event.auditID);
    case 'text':
      return event.text.includes(node.text);
    case 'time': {
      const at = Date.parse(node.at) * 1000;
      return node.side === 'from' ? event.at >= at : event.at < at;
    }
    case 'duration': {
      const took = Date.parse(event.event.stageTimestamp) * 1000 - event.at;
      return node.values.some((range) => inRange(took, range));
    }
    case 'path': {
      const found = (pathReaders[node.path]?.(event.event) ?? []).filter((value) => value !== undefined);
      return node.values.some((value) => {
        if (value === null) return found.length === 0;
        if (typeof value === 'object') return found.some((number) => inRange(Number(number), value));
        if (node.path === 'sourceIPs' && value === '198.51.0.0/16')
          return found.some((ip) => /^198\.51\./.test(String(ip)));
        return found.some((text) => matches(node.path, value, String(text)));
      });
    }
  }
}

function inRange(value: number, range: NumberRange): boolean {
  const low = range.min === null || (range.minOpen ? value > range.min : value >= range.min);
  return low && (range.max === null || (range.maxOpen ? value < range.max : value <= range.max));
}

function passes(filter: EventFilter, event: Decoded, except?: EventFieldName): boolean {
  for (const field of fields) {
    const condition = filter.conditions[field];
    if (!condition || field === except) continue;
    const value = event.values[field] ?? null;
    if (condition.include.length > 0 && !condition.include.some((p) => matches(field, p, value))) return false;
    if (condition.exclude.some((p) => matches(field, p, value))) return false;
  }
  if (filter.expression !== null && !holds(filter.expression, event)) return false;
  if (filter.text !== null && !event.text.includes(filter.text)) return false;
  if (filter.name !== null && !event.text.includes(`"name":"${filter.name}"`)) return false;
  const { from, to } = filter.time;
  return (from === null || event.at >= Date.parse(from) * 1000) && (to === null || event.at < Date.parse(to) * 1000);
}

const time = fc
  .tuple(fc.nat(100 * 60), fc.nat(100 * 60), fc.boolean(), fc.boolean())
  .map(([a, b, openFrom, openTo]) => ({
    from: openFrom ? null : new Date(START + Math.min(a, b) * 60_000).toISOString(),
    to: openTo ? null : new Date(START + Math.max(a, b) * 60_000).toISOString(),
  }));
const condition = (field: (typeof fields)[number]) =>
  fc.record({
    include: fc.subarray(patterns[field], { maxLength: 2 }),
    exclude: fc.subarray(patterns[field], { maxLength: 2 }),
  });
const range = (min: number | null, max: number | null, minOpen = false, maxOpen = false): NumberRange => ({
  min,
  max,
  minOpen,
  maxOpen,
});
const path = (name: string, ...values: PathLeaf['values']): QueryNode => ({ kind: 'path', path: name, values });
const rowLeaves: QueryNode[] = [
  { kind: 'name', values: ['o-7'] },
  { kind: 'name', values: ['o-1*', '/x/*'] },
  { kind: 'name', values: [null] },
  { kind: 'auditID', values: ['00000000-0000-4000-8000-000000000017', '00000000-0000-4000-8000-000000003017'] },
  { kind: 'time', side: 'from', at: new Date(START + 30 * HOUR + 1234).toISOString() },
  { kind: 'time', side: 'to', at: new Date(START + 60 * HOUR).toISOString() },
  { kind: 'text', text: 'needle-3' },
  { kind: 'text', text: 'app.kubernetes.io' },
  { kind: 'text', text: 'no such thing' },
  { kind: 'duration', values: [range(1_000_000, null, true)] },
  { kind: 'duration', values: [range(null, 500_000), range(1_400_000, 1_600_000)] },
  path('requestObject.spec.containers.image', '*miner*'),
  path('requestObject.spec.containers.image', 'a"b'),
  path('requestObject.spec.replicas', range(3, null), '0'),
  path('requestObject.metadata.labels.app.kubernetes.io/name', 'app-1', 'app-2'),
  path('requestObject.spec.replicas', null),
  path('responseObject.kind', '*'),
  path('sourceIPs', '198.51.0.0/16'),
  path('requestURI', '/x/1*'),
];
const leaf: fc.Arbitrary<QueryNode> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...fields)
      .chain((field) =>
        fc
          .subarray(patterns[field], { minLength: 1, maxLength: 2 })
          .map((values): QueryNode => ({ kind: 'field', field, values })),
      ),
  },
  { weight: 2, arbitrary: fc.constantFrom(...rowLeaves) },
);
const expressions = fc.letrec<{ node: QueryNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'query' },
    leaf,
    fc.array(tie('node'), { minLength: 2, maxLength: 3, depthIdentifier: 'query' }).map(allOf),
    fc.array(tie('node'), { minLength: 2, maxLength: 3, depthIdentifier: 'query' }).map(anyOf),
    tie('node').map(negate),
  ),
})).node;

const filters: fc.Arbitrary<EventFilter> = fc
  .tuple(
    fc.uniqueArray(
      fc.constantFrom(...fields).chain((field) => condition(field).map((c) => [field, c] as const)),
      { maxLength: 3, selector: ([field]) => field },
    ),
    time,
    fc.option(fc.constantFrom('needle-3', 'needle-1', 'no such thing'), { freq: 3 }),
    fc.option(fc.constantFrom('o-7', 'o-49'), { freq: 6 }),
    fc.option(expressions, { freq: 2 }),
  )
  .map(([conditions, window, text, name, expression]) => ({
    ...emptyFilter,
    conditions: Object.fromEntries(conditions),
    time: window,
    text,
    name,
    expression,
  }));

describe('every number of a search is what looking at each event gives', () => {
  it('total, facets with missing and rest, histogram, list, joint counts', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const expected = decoded.filter((event) => passes(filter, event));
        const [facets, histogram, failures, joint] = await Promise.all([
          searchFacets({ filter, limit: 3 }),
          searchHistogram({ filter, maxBuckets: 40 }),
          failuresOverTime({ filter, maxBuckets: 24 }),
          countBy({ filter, fields: ['user', 'code'], limit: 1000 }),
        ]);
        expect(facets.total).toBe(expected.length);
        expect(histogram.total).toBe(expected.length);
        expect(joint.reduce((sum, row) => sum + row.count, 0)).toBe(expected.length);
        const failed = expected.filter((event) => event.failed).length;
        expect(joint.reduce((sum, row) => sum + row.failed, 0)).toBe(failed);
        expect(
          failures.buckets.reduce((sum, { codes: c }) => sum + Object.values(c).reduce((a, b) => a + b, 0), 0),
        ).toBe(failed);
        for (const field of fields) {
          const without = decoded.filter((event) => passes(filter, event, field));
          expect(facets.totals[field]).toBe(without.length);
          expect(facets.facets[field].reduce((sum, b) => sum + b.count, 0) + facets.other[field]).toBe(without.length);
          for (const { value, count } of facets.facets[field]) {
            expect(count).toBe(without.filter((event) => (event.values[field] ?? null) === value).length);
          }
        }
        for (const bucket of histogram.buckets) {
          const from = Date.parse(bucket.start) * 1000;
          const inside = expected.filter((e) => e.at >= from && e.at < from + histogram.bucketSeconds * 1e6);
          expect(bucket.ok + bucket.clientError + bucket.denied + bucket.serverError + bucket.noResponse).toBe(
            inside.length,
          );
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('a walk through all pages gives each event once, in order', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 90, max: 1000 }), async (filter, limit) => {
        const expected = decoded.filter((event) => passes(filter, event));
        const seen: string[] = [];
        const auditIDs: (string | null)[] = [];
        let cursor: string | null = null;
        do {
          const page = await searchEvents({ filter, limit, cursor });
          expect(page.total).toBe(expected.length);
          seen.push(...page.events.map((event) => event.id));
          auditIDs.push(...page.events.map((event) => event.auditID));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(seen.length).toBe(expected.length);
        expect(new Set(seen).size).toBe(expected.length);
        expect(auditIDs.sort()).toEqual(expected.map(({ event }) => event.auditID).sort());
        const times = seen.map((id) => Number(id.split('-')[0]));
        expect(times).toEqual([...times].sort((a, b) => b - a));
      }),
      { numRuns: 40 },
    );
  });

  it('an expression finds the same by going through the blocks as by rows', { timeout: 120_000 }, async () => {
    const window = { from: START * 1000, to: (START + 96 * HOUR) * 1000 };
    await fc.assert(
      fc.asyncProperty(expressions, async (expression) => {
        const filter = { ...emptyFilter, expression };
        const byRows = await matchExpression(filter, expression, window, null);
        const byBlocks = await matchExpression(filter, expression, window, null, 0);
        expect(byBlocks.rows.map(formatPlace)).toEqual(byRows.rows.map(formatPlace));
      }),
      { numRuns: 25 },
    );
  });

  it('stays so while an import goes on', async () => {
    const before = await searchFacets({ filter: emptyFilter });
    const lines = Array.from({ length: 500 }, (_, i) => toLine(made(10_000 + i)));
    await importStream({
      clusterName: 'three',
      name: 'x',
      source: 'cli',
      input: Readable.from([lines.join('\n')]),
      bytesTotal: null,
    });
    const after = await searchFacets({ filter: emptyFilter, limit: 100 });
    expect(after.total).toBe(before.total + 500);
    expect(after.facets.cluster).toContainEqual({ value: 'three', count: 500 });
    expect((await searchHistogram({ filter: emptyFilter })).total).toBe(after.total);
    for (const event of lines) decoded.push(decode('three', event));
  });
});

describe('a facet', () => {
  it('keeps a selected value at zero and an excluded one with its count', async () => {
    const conditions = { user: { include: ['nobody'], exclude: ['bob'] } };
    const { facets } = await searchFacets({ filter: { ...emptyFilter, conditions }, limit: 1 });
    expect(facets.user).toContainEqual({ value: 'nobody', count: 0 });
    expect(facets.user.find((bucket) => bucket.value === 'bob')?.count).toBeGreaterThan(0);
    expect(facets.user.find((bucket) => bucket.value === null)?.count).toBeGreaterThan(0);
  });

  it('is searched over all its values', async () => {
    const found = await searchFacetValues({ filter: emptyFilter, field: 'sourceIP', query: '0.0.', limit: 2 });
    expect(found.matching).toBe(5);
    expect(found.buckets.length).toBe(2);
  });
});

describe('an event', () => {
  it('is found again by its id, with its original bytes', async () => {
    const { events } = await searchEvents({ filter: emptyFilter, limit: 20 });
    for (const { id } of events) {
      const detail = await getEventDetail(id);
      expect(decoded.some((event) => event.text === detail?.raw)).toBe(true);
      expect(detail?.stages.map((stage) => stage.id)).toContain(id);
    }
  });

  it.each(['', 'x', '1-2-3', `${'9'.repeat(16)}-${'0'.repeat(32)}-1`, `1-${'0'.repeat(32)}-99999`, "1' or 1=1 --"])(
    'is null for the id %j',
    async (id) => {
      expect(await getEventDetail(id)).toBeNull();
    },
  );

  it('has the fields of the field table and no other', async () => {
    const { events } = await searchEvents({ filter: emptyFilter, limit: 1 });
    for (const name of eventFieldNames) expect(events[0]).toHaveProperty(name);
  });
});
