// Random filters against an oracle that shares nothing with the search: it decodes the evidence and looks at each event.

import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import { importStream } from '@/lib/ingest/import-stream';
import { getEventDetail } from './event-detail';
import { type EventFilter, emptyFilter } from './event-filter';
import { searchEvents } from './event-page';
import { searchFacetValues } from './facet-values';
import { searchFacets } from './facets';
import { failuresOverTime } from './failures-over-time';
import { searchHistogram } from './histogram';
import { countBy } from './term-counts';
import { escapeValue } from './value-pattern';

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
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  });
}

type Decoded = {
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
  sourceIP: ['10.0.0.1', '10.0.0.*', '198.51.100.1'],
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
  const source = pattern.replace(/\\([*\\])|(\*)|([^\w\s])/g, (_, escaped, star, other) =>
    star ? '[^]*' : `\\${escaped ?? other}`,
  );
  return new RegExp(`^${source}$`).test(value);
}

function passes(filter: EventFilter, event: Decoded, except?: EventFieldName): boolean {
  for (const field of fields) {
    const condition = filter.conditions[field];
    if (!condition || field === except) continue;
    const value = event.values[field] ?? null;
    if (condition.include.length > 0 && !condition.include.some((p) => matches(field, p, value))) return false;
    if (condition.exclude.some((p) => matches(field, p, value))) return false;
  }
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
const filters: fc.Arbitrary<EventFilter> = fc
  .tuple(
    fc.uniqueArray(
      fc.constantFrom(...fields).chain((field) => condition(field).map((c) => [field, c] as const)),
      { maxLength: 3, selector: ([field]) => field },
    ),
    time,
    fc.option(fc.constantFrom('needle-3', 'needle-1', 'no such thing'), { freq: 4 }),
    fc.option(fc.constantFrom('o-7', 'o-49'), { freq: 6 }),
  )
  .map(([conditions, window, text, name]) => ({
    ...emptyFilter,
    conditions: Object.fromEntries(conditions),
    time: window,
    text,
    name,
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
      { numRuns: 120 },
    );
  });

  it('a walk through all pages gives each event once, in order', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 90, max: 1000 }), async (filter, limit) => {
        const expected = decoded.filter((event) => passes(filter, event));
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page = await searchEvents({ filter, limit, cursor });
          expect(page.total).toBe(expected.length);
          seen.push(...page.events.map((event) => event.id));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(seen.length).toBe(expected.length);
        expect(new Set(seen).size).toBe(expected.length);
        const times = seen.map((id) => Number(id.split('-')[0]));
        expect(times).toEqual([...times].sort((a, b) => b - a));
      }),
      { numRuns: 40 },
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
