// Statistics against an oracle that looks at each event.

import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { emptyFilter } from '@/lib/search/event-filter';
import { parseFilterText } from '@/lib/search/filter-text';
import { getStatistics } from './get-statistics';
import { pathStatistics } from './path-statistics';
import { statisticsField } from './statistics-field';

let database: TestDatabase;
const START = Date.UTC(2026, 2, 1, 21, 13, 7);
const COUNT = 1500;

/** Some hours of events whose order of arrival is not that of their times. */
const events = Array.from({ length: COUNT }, (_, n) => {
  const at = `${new Date(START + ((n * 7919) % 20_000) * 1000).toISOString().slice(0, -1)}${String(n % 1000).padStart(3, '0')}Z`;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: `/x/${n}?needle-${n % 7}`,
    verb: ['get', 'update', 'delete'][n % 3] as string,
    user: { username: `user-${n % 10}`, groups: ['all', `group-${n % 4}`, 'all'] },
    sourceIPs: ['10.0.0.1'],
    objectRef: { resource: 'deployments', namespace: 'a', name: `o-${n % 5}` },
    ...(n % 3 === 1 ? { requestObject: { spec: n % 2 === 0 ? { replicas: n % 6 } : { replicas: { x: 1 } } } } : {}),
    annotations: n % 4 === 0 ? {} : { 'authorization.k8s.io/reason': `reason ${n % 4}` },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  };
});
type Event = (typeof events)[number];

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  const text = events.map((event) => JSON.stringify(event)).join('\n');
  await importStream({ clusterName: 'one', name: 'x', source: 'cli', input: Readable.from([text]), bytesTotal: null });
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

function ask(name: string, query: string, limit = 100) {
  const field = statisticsField(name);
  const { filter, problem } = parseFilterText(query);
  if (!field || !filter) throw new Error(`${name}, ${query}: ${problem?.message ?? 'no field'}`);
  return getStatistics({ filter, field, limit, signal: new AbortController().signal });
}

/** What looking at each event gives. */
function expected(matching: Event[], valuesOf: (event: Event) => unknown[]) {
  const values = new Map<string, { value: string; count: number; first: string; last: string }>();
  let missing = 0;
  let withoutText = 0;
  for (const event of matching) {
    const found = valuesOf(event).filter((value) => value !== undefined);
    const texts = new Set(found.filter((value) => typeof value !== 'object').map(String));
    if (found.length === 0) missing++;
    else if (texts.size === 0) withoutText++;
    const at = event.requestReceivedTimestamp;
    for (const value of texts) {
      const known = values.get(value) ?? { value, count: 0, first: at, last: at };
      known.count++;
      if (at < known.first) known.first = at;
      if (at > known.last) known.last = at;
      values.set(value, known);
    }
  }
  const sorted = [...values.values()].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    total: matching.length,
    read: matching.length,
    missing,
    withoutText,
    distinct: sorted.length,
    values: sorted,
  };
}

const filters: [string, (event: Event) => boolean][] = [
  ['', () => true],
  ['verb:update', ({ verb }) => verb === 'update'],
  ['-user:user-3 needle-4', (event) => event.user.username !== 'user-3' && event.requestURI.endsWith('needle-4')],
  ['verb:delete OR name:o-2', (event) => event.verb === 'delete' || event.objectRef.name === 'o-2'],
  [
    `from:${minute(40)} to:${minute(171)}`,
    ({ requestReceivedTimestamp: at }) => at >= `${minute(40).slice(0, -1)}` && at < `${minute(171).slice(0, -1)}`,
  ],
  ['verb:nothing', () => false],
];

function minute(n: number): string {
  return new Date(START + n * 60_000).toISOString();
}

const fields: [string, (event: Event) => unknown[]][] = [
  ['user', ({ user }) => [user.username]],
  ['verb', ({ verb }) => [verb]],
  ['user.groups', ({ user }) => user.groups],
  ['name', ({ objectRef }) => [objectRef.name]],
  ['requestObject.spec.replicas', ({ requestObject }) => [requestObject?.spec.replicas]],
  ['annotations.authorization.k8s.io/reason', (event) => [event.annotations['authorization.k8s.io/reason']]],
];

describe('statistics', () => {
  it.each(fields.flatMap(([name, valuesOf]) => filters.map(([query, passes]) => ({ name, query, valuesOf, passes }))))(
    'of $name under “$query” are what looking at each event gives',
    async ({ name, query, valuesOf, passes }) => {
      const answer = await ask(name, query);
      expect(answer).toMatchObject(expected(events.filter(passes), valuesOf));
      expect(answer.stoppedBy).toBeNull();
    },
  );

  it('list no more than asked, and say how many there are', async () => {
    const answer = await ask('user', '', 3);
    expect(answer.values).toHaveLength(3);
    expect(answer.distinct).toBe(10);
  });

  it('say of how many events they speak where not all are read: the newest', async () => {
    const signal = new AbortController().signal;
    const limits = { events: 400, milliseconds: 60_000 };
    const answer = await pathStatistics(emptyFilter, 'requestURI', 1000, signal, limits);
    expect(answer).toMatchObject({ total: COUNT, read: 400, stoppedBy: 'events', distinct: 400 });
    const newest = [...events].sort((a, b) => (a.requestReceivedTimestamp < b.requestReceivedTimestamp ? 1 : -1));
    expect(answer.values.map(({ first }) => first).sort()[0]).toBe(newest[399]?.requestReceivedTimestamp);
  });

  it.each(['', 'nonsense', 'at', 'duration', 'is', 'requestObject.', 'x'.repeat(600), 'a\u0000b', '__proto__'])(
    'there are none of %j',
    (name) => {
      expect(statisticsField(name)).toBeNull();
    },
  );

  it.each(['annotations.__proto__', 'requestObject.constructor.name', 'annotations.a..b'])(
    'a path that leads nowhere, %j, is missing everywhere',
    async (name) => {
      expect(await ask(name, '')).toMatchObject({ total: COUNT, read: COUNT, missing: COUNT, distinct: 0, values: [] });
    },
  );
});
