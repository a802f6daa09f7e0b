// A6: keys that pollute prototypes, at every depth of events and in every place of a query: nothing changes for anybody, and the
// evidence has the events as they came.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import { importStream } from '@/lib/ingest/import-stream';
import { emptyFilter, parseEventFilter, serializeEventFilter } from '@/lib/search/event-filter';
import { searchFacets } from '@/lib/search/facets';
import { auditLine } from './audit-lines';
import { faultCount } from './fault-count';
import { expectVerified } from './judge';
import { recordFault } from './record-fault';

const EVENTS = faultCount(400, 5_000);
const QUERIES = faultCount(400, 5_000);
const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
  'then',
];

let directory: string;
let database: TestDatabase;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-faults-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

const key = () => JSON.stringify(KEYS[randomInt(KEYS.length)]);

/** What pollutes where somebody merges or assigns it, as text: a parser alone would have lost it already. */
function payload(depth = randomInt(6)): string {
  if (depth > 0) return `{${key()}:${payload(depth - 1)}}`;
  return `{"__proto__":{"polluted":true,"verb":"polluted","admin":true},"constructor":{"prototype":{"polluted":true}}}`;
}

const PLACES: ((line: string) => string)[] = [
  (line) => `${line.slice(0, -1)},${key()}:${payload()}}`,
  (line) => `{"__proto__":${payload()},${line.slice(1)}`,
  (line) => line.replace('"user":{', () => `"user":{${key()}:${payload()},`),
  (line) => line.replace('"user":{', () => `"user":{"extra":{${key()}:["a"],"b":["c"]},`),
  (line) => line.replace('"objectRef":{', () => `"objectRef":{${key()}:${payload()},`),
  (line) => line.replace('"responseStatus":{', () => `"responseStatus":{${key()}:${payload()},`),
  (line) =>
    `${line.slice(0, -1)},"annotations":{${key()}:"x"},"requestObject":${payload()},"responseObject":[${payload()}]}`,
  (line) => line.replace(/"username":"[^"]*"/, () => `"username":${key()}`),
  (line) => line.replace(/"namespace":"[^"]*"/, () => `"namespace":${key()}`),
];

function prototypes(): string {
  return [Object, Array, String, Number, Function, Map, Promise, Buffer]
    .map((type) => Reflect.ownKeys(type.prototype).map(String).sort().join())
    .join('|');
}

test('keys of prototypes are keys like any other', { timeout: 60_000 + EVENTS * 10 }, async () => {
  const before = prototypes();
  const lines = Array.from({ length: EVENTS }, (_, i) => {
    const line = auditLine(`0badca5e-0000-4000-8000-${String(i).padStart(12, '0')}`, i * 1_000_000, i);
    return (PLACES[i % PLACES.length] as (typeof PLACES)[0])(line);
  });
  const answer = await importStream({
    clusterName: 'keys',
    name: 'keys',
    source: 'cli',
    input: Readable.from([Buffer.from(lines.join('\n'))]),
    bytesTotal: null,
  });
  expect(answer).toMatchObject({ inserted: EVENTS, quarantined: 0, state: 'done' });
  const { rows } = await database.pool.query<{ data: Buffer }>('select data from evidence_block');
  const stored = (await Promise.all(rows.map(({ data }) => decompressPayload(data)))).flatMap(unpackEvents);
  expect(new Set(stored.map(String))).toEqual(new Set(lines));
  const { total, facets } = await searchFacets({ filter: emptyFilter, limit: 100 });
  expect(total).toBe(EVENTS);
  expect(facets.verb.map(({ value }) => value)).not.toContain('polluted');
  expect(facets.user.map(({ value }) => value)).toEqual(expect.arrayContaining(['__proto__', 'constructor']));

  for (let n = 0; n < QUERIES; n++) {
    const params = new URLSearchParams();
    for (let i = 0; i <= randomInt(3); i++) {
      const names = ['user', 'verb', 'q', 'from', ...KEYS, '__proto__[polluted]', 'constructor.prototype.polluted'];
      params.append(names[randomInt(names.length)] as string, randomInt(2) === 0 ? JSON.parse(key()) : payload());
    }
    const { filter } = parseEventFilter(params);
    parseEventFilter(serializeEventFilter(filter));
    if (n % 100 === 0) await searchFacets({ filter });
  }
  // Such a value is searched for as itself.
  const asked = parseEventFilter(new URLSearchParams({ user: '__proto__' })).filter;
  const { rows: counted } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from event e join combination k on k.id = e.combination_id
     join term t on t.id = k."user" where t.value = '__proto__'`,
  );
  expect((await searchFacets({ filter: asked })).total).toBe(counted[0]?.n);
  expect(prototypes()).toBe(before);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  await expectVerified(database);
  recordFault({
    fault: 'A6',
    what: 'keys that pollute prototypes, in events and in queries',
    count: EVENTS + QUERIES,
    events: EVENTS,
    lost: EVENTS - stored.length,
    doubled: 0,
    more: 'no prototype changed',
  });
});
