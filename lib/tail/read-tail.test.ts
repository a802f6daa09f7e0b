// A live tail beside real imports: what it tells must be what the list finds in the end, each event once, in commit order.

import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import type { EventRow } from '@/lib/search/event-answers';
import { parseEventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { readTail, startTail } from './read-tail';
import { BadTailCursorError, formatTailCursor, parseTailCursor } from './tail-cursor';

/** Imports of each cluster; more of them by hand. */
const IMPORTS = Number(process.env.TAIL_IMPORTS ?? 3);
const EVENTS = 40;
const START = Date.UTC(2026, 3, 1);

const QUERIES = [
  '',
  'verb=delete',
  '-verb=get&code=>=400',
  'name=pod-1*',
  'text=needle',
  'q=verb:delete OR responseStatus.message:*needle*',
  'q=-name:pod-1* code:200',
  `from=${new Date(START + 3_000_000).toISOString()}&verb=get`,
  'cluster=tail-b',
  'user=nobody-at-all',
];

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

/** Times go back and forth from import to import: most events come late. */
function toLine(cluster: string, n: number): string {
  const at = new Date(START + ((n * 7919) % 6000) * 1000).toISOString().replace('Z', '000Z');
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${(cluster === 'tail-a' ? 1_000_000 + n : 2_000_000 + n).toString().padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/default/pods',
    verb: n % 3 === 0 ? 'delete' : 'get',
    user: { username: `user-${n % 9}` },
    objectRef: { resource: 'pods', namespace: 'default', name: `pod-${n % 23}`, apiVersion: 'v1' },
    responseStatus: { code: n % 5 === 0 ? 403 : 200, message: n % 11 === 0 ? 'a needle in it' : 'ok' },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  });
}

async function importSome(cluster: string, from: number, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, i) => toLine(cluster, from + i));
  const input = Readable.from([lines.join('\n')]);
  await importStream({ clusterName: cluster, name: 'x', source: 'cli', input, bytesTotal: null });
}

async function listAll(query: string): Promise<string[]> {
  const { filter } = parseEventFilter(new URLSearchParams(query));
  const ids: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof searchEvents>> = await searchEvents({ filter, limit: 1000, cursor });
    ids.push(...page.events.map(({ id }) => id));
    cursor = page.nextCursor;
    if (cursor === null) return ids;
  }
}

/** Follows until nothing is written any more and nothing is left. */
async function follow(query: string, cursor: string, limit: number, isOver: () => boolean): Promise<EventRow[]> {
  const { filter } = parseEventFilter(new URLSearchParams(query));
  const events: EventRow[] = [];
  let asked = 0;
  for (;;) {
    const over = isOver();
    // Every other answer is lost on the way: the reader asks once more from where it was.
    if (asked++ % 2 === 0) await readTail({ filter, cursor, limit });
    const answer = await readTail({ filter, cursor, limit });
    expect(answer.events.length).toBeLessThanOrEqual(limit);
    events.push(...answer.events);
    cursor = answer.cursor;
    if (over && !answer.more) return events;
    if (!answer.more) await sleep(5);
  }
}

test('beside imports into several clusters, every matching event is told exactly once and in order', async () => {
  await importSome('tail-a', 0, EVENTS);
  const before = new Map(await Promise.all(QUERIES.map(async (query) => [query, await listAll(query)] as const)));
  const start = await startTail();
  let over = false;
  const write = async (cluster: string) => {
    for (let i = 1; i <= IMPORTS; i++) await importSome(cluster, i * EVENTS - (i % 3), EVENTS);
  };
  const writing = Promise.all([write('tail-a'), write('tail-b'), importSome('tail-a', 100_000, EVENTS)]).finally(() => {
    over = true;
  });
  const told = await Promise.all(
    QUERIES.map((query, i) => follow(query, start, [3, 200, 17][i % 3] as number, () => over)),
  );
  await writing;
  for (const [i, query] of QUERIES.entries()) {
    const ids = (told[i] as EventRow[]).map(({ id }) => id);
    expect(new Set(ids).size, query).toBe(ids.length);
    expect([...ids, ...(before.get(query) ?? [])].sort(), query).toEqual((await listAll(query)).sort());
  }
  expect(told[0]).toHaveLength(2 * IMPORTS * EVENTS + EVENTS - overlaps());
  await expectCommitOrder(told[0] as EventRow[]);
});

/** Each import but the first repeats events of the one before, which are not stored again. */
function overlaps(): number {
  let repeated = 0;
  for (let i = 1; i <= IMPORTS; i++) {
    const from = i * EVENTS - (i % 3);
    const end = (i - 1) * EVENTS - ((i - 1) % 3) + EVENTS;
    const known = Math.max(0, end - from);
    repeated += known + (i === 1 ? 0 : known);
  }
  return repeated;
}

async function expectCommitOrder(events: readonly EventRow[]): Promise<void> {
  const { rows } = await database.pool.query<{ key: string; cluster: number; block: number; ordinal: number }>(
    `select at || '-' || replace(hash::text, '-', '') || '-' || cluster_id as key, cluster_id as cluster, block_seq as block,
       ordinal from event`,
  );
  const places = new Map(rows.map((row) => [row.key, row]));
  const last = new Map<number, number>();
  for (const { id } of events) {
    const place = places.get(id);
    if (!place) throw new Error(`${id} is not in the database`);
    const order = place.block * 100_000 + place.ordinal;
    expect(order).toBeGreaterThan(last.get(place.cluster) ?? -1);
    last.set(place.cluster, order);
  }
}

test('a place that is none of this database is refused, so that nobody waits for ever', async () => {
  const ask = (cursor: string) =>
    readTail({ filter: parseEventFilter(new URLSearchParams()).filter, cursor, limit: 10 });
  for (const cursor of ['', 'x', '1.2', '1.2.3_1.2.3', '99999.1.0', '1.-1.0', `1.${'9'.repeat(10)}.0`, '0.0.0_']) {
    await expect(ask(cursor), cursor).rejects.toThrow(BadTailCursorError);
  }
  await expect(ask('1.2000000000.0')).rejects.toThrow(BadTailCursorError);
});

test('a cursor comes back as it was', () => {
  const place = fc.record({ clusterId: fc.integer({ min: 1, max: 32_767 }), seq: fc.nat(), ordinal: fc.nat(32_767) });
  fc.assert(
    fc.property(fc.uniqueArray(place, { selector: ({ clusterId }) => clusterId, maxLength: 20 }), (places) => {
      const map = new Map(places.map((one) => [one.clusterId, one]));
      expect(parseTailCursor(formatTailCursor(map))).toEqual(map);
    }),
  );
});
