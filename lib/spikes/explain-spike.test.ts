// Every count of an explanation is that of a filter: of the facets with the window, and with the reference, as time.

import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventFieldNames } from '@/lib/audit/event-fields';
import { formatRfc3339, MICROSECONDS_PER_HOUR, parseRfc3339 } from '@/lib/audit/microseconds';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { type EventFilter, emptyFilter, withTime } from '@/lib/search/event-filter';
import { searchFacets } from '@/lib/search/facets';
import { parseFilterText } from '@/lib/search/filter-text';
import { explainSpike } from './explain-spike';
import type { Spike } from './spike-answers';

let database: TestDatabase;
const START = Date.UTC(2026, 2, 1, 21, 13, 7) * 1000;
const HOURS = 90;
const SPIKE_HOUR = 60;
const CASES = Number(process.env.SPIKE_CASES ?? 25);

/** Four days of events of three users; in one hour mallory comes with her own tool. */
function line(n: number): string {
  const inSpike = n % 4 === 0;
  const seconds = inSpike ? SPIKE_HOUR * 3600 + ((n * 7) % 3600) : (n * 7919) % (HOURS * 3600);
  const at = formatRfc3339(START + seconds * 1_000_000 + n);
  return JSON.stringify({
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: `/x?needle-${n % 7}`,
    verb: inSpike ? 'create' : ['get', 'list', 'watch'][n % 3],
    user: inSpike ? { username: 'mallory' } : n % 11 === 0 ? {} : { username: ['alice', 'bob', 'carol'][n % 3] },
    userAgent: inSpike ? `tool/${n}` : 'kubectl/1.35',
    sourceIPs: ['10.0.0.1'],
    objectRef: inSpike
      ? { resource: 'pods', subresource: 'exec', namespace: 'payments', name: `p-${n % 5}` }
      : { resource: 'pods', namespace: `ns-${n % 4}`, name: `p-${n % 5}` },
    responseStatus: { code: inSpike && n % 8 === 0 ? 403 : 200 },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  const text = Array.from({ length: 3000 }, (_, n) => line(n)).join('\n');
  await importStream({ clusterName: 'one', name: 'x', source: 'cli', input: Readable.from([text]), bytesTotal: null });
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

const spikeWindow = {
  from: START + SPIKE_HOUR * MICROSECONDS_PER_HOUR,
  to: START + (SPIKE_HOUR + 1) * MICROSECONDS_PER_HOUR,
};

function filterOf(text: string): EventFilter {
  const { filter, problem } = parseFilterText(text);
  if (!filter) throw new Error(problem?.message);
  return filter;
}

/** Counts by field and value as the facets have them, for all windows together. */
async function facetCounts(filter: EventFilter, windows: { from: string; to: string }[]) {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { from, to } of windows) {
    const facets = await searchFacets({ filter: withTime(filter, from, to), limit: 100_000 });
    total += facets.total;
    for (const [field, buckets] of Object.entries(facets.facets)) {
      for (const { value, count } of buckets) {
        const key = JSON.stringify([field, value]);
        counts.set(key, (counts.get(key) ?? 0) + count);
      }
    }
  }
  return { total, of: (field: string, value: string | null) => counts.get(JSON.stringify([field, value])) ?? 0 };
}

/** Not for a field that the filter has a condition on: its facet ignores that. */
async function expectFacetCounts(filter: EventFilter, spike: Spike, skip: ReadonlySet<string>): Promise<void> {
  if (spike.window === null) throw new Error('no window');
  const actual = await facetCounts(filter, [spike.window]);
  const reference = await facetCounts(filter, spike.reference.windows);
  expect(actual.total).toBe(spike.window.total);
  expect(reference.total).toBe(spike.reference.total);
  expect(spike.fields).toHaveLength(eventFieldNames.length);
  for (const { field, values, other } of spike.fields) {
    const sum = (of: 'count' | 'referenceCount') => values.reduce((all, value) => all + value[of], 0);
    expect(sum('count') + other.count, field).toBe(spike.window.total);
    expect(sum('referenceCount') + other.referenceCount, field).toBe(spike.reference.total);
    if (skip.has(field)) continue;
    for (const { value, count, referenceCount } of values) {
      expect(count, `${field} ${value}`).toBe(actual.of(field, value));
      expect(referenceCount, `${field} ${value}`).toBe(reference.of(field, value));
    }
  }
}

describe('the explanation of a window', () => {
  it('names what came with the spike, with its exact counts', async () => {
    const spike = await explainSpike({ filter: emptyFilter, window: spikeWindow, against: 'rest', days: 7, limit: 8 });
    const user = spike.fields.find(({ field }) => field === 'user');
    expect(user?.values[0]).toMatchObject({ value: 'mallory', count: 750, referenceCount: 0, ratio: null });
    const [first] = spike.fields;
    expect(first?.difference).toBeGreaterThan(0.8);
    expect(['user', 'verb', 'workload', 'subresource', 'namespace']).toContain(first?.field);
    // Each event has its own user agent: that alone must not put it on top.
    expect(spike.fields.findIndex(({ field }) => field === 'userAgent')).toBeGreaterThan(0);
    expect(spike.fields.find(({ field }) => field === 'cluster')?.difference).toBe(0);
    await expectFacetCounts(emptyFilter, spike, new Set());
  });

  it('against the days before: the same hours, as many as were recorded', async () => {
    const spike = await explainSpike({
      filter: emptyFilter,
      window: spikeWindow,
      against: 'daysBefore',
      days: 7,
      limit: 8,
    });
    expect(spike.reference.windows).toHaveLength(2);
    expect(spike.reference.seconds).toBe(7200);
    expect(spike.expected).toBe(spike.reference.total / 2);
    await expectFacetCounts(emptyFilter, spike, new Set());
  });

  it('has the counts of two filters, for any window, range and condition', async () => {
    const instant = fc.integer({ min: -3600, max: (HOURS + 3) * 3600 }).map((s) => START + s * 1_000_000 + 17);
    const conditions = fc.constantFrom<[string, string[]][]>(
      ['', []],
      ['verb:create', ['verb', 'resource', 'subresource']],
      ['-user:mallory', ['user']],
      ['code:>=400', ['code', 'outcome', 'reason']],
      ['name:p-1', []],
      ['"needle-3"', []],
      ['user:alice OR namespace:ns-2', []],
    );
    const against = fc.constantFrom('rest' as const, 'daysBefore' as const);
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(instant, instant),
        fc.option(fc.tuple(instant, instant)),
        conditions,
        against,
        fc.integer({ min: 1, max: 5 }),
        async ([a, b], range, [text, own], reference, limit) => {
          const window = { from: Math.min(a, b), to: Math.max(a, b) + 1 };
          const [from, to] = range ? [Math.min(...range), Math.max(...range)] : [null, null];
          const bare = filterOf(text);
          const filter = from === null ? bare : withTime(bare, formatRfc3339(from), formatRfc3339(to ?? 0));
          const spike = await explainSpike({ filter, window, against: reference, days: 3, limit });
          if (spike.window === null) return;
          expect(parseRfc3339(spike.window.from)).toBeGreaterThanOrEqual(Math.max(window.from, from ?? 0));
          expect(parseRfc3339(spike.window.to)).toBeLessThanOrEqual(Math.min(window.to, to ?? Infinity));
          if (spike.reference.windows.length === 0) expect(spike.expected).toBeNull();
          await expectFacetCounts(bare, spike, new Set(own));
        },
      ),
      { numRuns: CASES },
    );
  });

  it('says so where there is nothing to compare with', async () => {
    const all = { from: START - 1, to: START + 200 * MICROSECONDS_PER_HOUR };
    const spike = await explainSpike({ filter: emptyFilter, window: all, against: 'rest', days: 7, limit: 1 });
    expect(spike.window?.total).toBe(3000);
    expect(spike.reference).toMatchObject({ windows: [], seconds: 0, total: 0 });
    expect(spike.expected).toBeNull();
    expect(spike.fields.every(({ difference }) => difference === 0)).toBe(true);
    const outside = { from: START - 1e12, to: START - 1e11 };
    const none = await explainSpike({ filter: emptyFilter, window: outside, against: 'rest', days: 7, limit: 1 });
    expect(none.window).toBeNull();
  });
});
