// An object's history against what reading every line of the log gives: on real logs where they are, and on a made one with
// everything that makes a history hard.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { skipWithReason } from '@/lib/skip-with-reason';
import type { ObjectWrite } from './history-answers';
import { getObjectDiff } from './object-diff';
import { getObjectHistory, type HistoryQuestion } from './object-history';

// biome-ignore lint/suspicious/noExplicitAny: the oracle reads events as they come
type Logged = any;

const REAL = ['audit.log.gz', 'gce-policy.log.gz'].map((name) => path.resolve('../shared/samples/real', name));
/** Objects of each real log that are asked, and lines of it; all with OBJECTS=100000. */
const ASKED = Number(process.env.OBJECTS ?? 4);
const LINES = process.env.OBJECTS ? Infinity : 4000;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

function importLines(clusterName: string, lines: string[]) {
  return importStream({
    clusterName,
    name: 'x',
    source: 'cli',
    input: Readable.from([lines.join('\n')]),
    bytesTotal: null,
  });
}

async function historyOf(key: Partial<HistoryQuestion['key']>, more: Partial<HistoryQuestion> = {}) {
  const writes: ObjectWrite[] = [];
  let cursor: string | null = null;
  let last: Awaited<ReturnType<typeof getObjectHistory>>;
  do {
    last = await getObjectHistory({
      key: { cluster: 'c', apiGroup: 'core', resource: 'pods', namespace: null, name: 'x', ...key },
      time: { from: null, to: null },
      without: [],
      order: 'oldest',
      limit: 200,
      ...more,
      cursor,
    });
    writes.push(...last.writes);
    cursor = last.nextCursor;
  } while (cursor !== null);
  return { ...last, writes };
}

describe.each(REAL)('%s', (file) => {
  it.skipIf(skipWithReason(existsSync(file), 'the writes of an object in a real log', `${file} is not there`))(
    'gives the writes of an object that its lines give (needs the real log)',
    { timeout: 60_000 },
    async () => {
      const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').slice(0, LINES);
      const cluster = path.basename(file);
      await importLines(cluster, lines);
      const events: Logged[] = lines.map((line) => JSON.parse(line));
      const writes = events.filter(
        (e) =>
          ['create', 'update', 'patch', 'delete', 'deletecollection'].includes(e.verb) ||
          (e.verb === 'get' && ['exec', 'attach', 'portforward'].includes(e.objectRef?.subresource)),
      );
      const stage = (e: Logged) => ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'].indexOf(e.stage);
      const byObject = new Map<string, Logged[]>();
      for (const e of writes.filter((e) => e.objectRef?.name)) {
        const { apiGroup = 'core', resource, namespace = '', name } = e.objectRef;
        const key = JSON.stringify([apiGroup, resource, namespace, name]);
        byObject.set(key, [...(byObject.get(key) ?? []), e]);
      }
      const objects = [...byObject].sort((a, b) => withBodies(b[1]) - withBodies(a[1]));
      const asked = [...objects.slice(0, 2), ...objects.filter((_, i) => i % Math.ceil(objects.length / ASKED) === 3)];
      let compared = 0;
      for (const [key, named] of asked) {
        const [apiGroup, resource, namespace, name] = JSON.parse(key);
        const last = new Map<string, Logged>();
        for (const e of named) {
          const other = last.get(e.auditID);
          if (!other || stage(other) < stage(e)) last.set(e.auditID, e);
        }
        const generated = writes.filter(
          (e) =>
            !e.objectRef?.name &&
            e.objectRef?.resource === resource &&
            (e.objectRef.apiGroup ?? 'core') === apiGroup &&
            (e.objectRef.namespace ?? '') === namespace &&
            ((e.verb === 'create' &&
              e.responseObject?.kind !== 'Status' &&
              e.responseObject?.metadata?.name === name) ||
              e.responseObject?.items?.some((item: Logged) => item.metadata.name === name)),
        );
        const expected = [...last.values(), ...generated].map((e) => `${e.auditID} ${e.stage}`).sort();
        const history = await historyOf({ cluster, apiGroup, resource, namespace: namespace || null, name });
        const sure = history.writes.filter(({ how }) => how !== 'maybeCollection');
        expect([key, ...sure.map(({ event }) => `${event.auditID} ${event.stage}`).sort()]).toEqual([key, ...expected]);
        expect(history.total).toBe(history.writes.length);
        for (const write of history.writes) {
          if (!write.changes || !write.before || compared > 6) continue;
          compared++;
          const diff = await getObjectDiff({
            name,
            before: write.before,
            after: write.event.id,
            context: 0,
            bookkeeping: false,
          });
          expect(diff.hunks.length === 0).toBe(write.changes.count === 0);
        }
        // The log is whole: no write is missing by generation.
        expect(history.writes.map(({ missingWrites }) => missingWrites).filter((n) => n > 0)).toEqual([]);
      }
      expect(compared).toBeGreaterThan(3);
    },
  );
});

function withBodies(events: Logged[]): number {
  return events.filter((e) => e.responseObject?.metadata?.name).length;
}

const START = Date.UTC(2026, 6, 1, 10);
const name = "web <b>%_*\\ o'x";

function line(n: number, event: Logged): string {
  const at = `${new Date(START + n * 60_000).toISOString().slice(0, -1)}000Z`;
  return JSON.stringify({
    level: 'RequestResponse',
    auditID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: `/n/${n}`,
    user: { username: 'alice' },
    sourceIPs: ['198.51.100.1'],
    responseStatus: { code: 200 },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
    ...event,
    objectRef: { apiGroup: 'apps', resource: 'deployments', namespace: 'shop', ...event.objectRef },
  });
}

const deployment = (generation: number, replicas: number, uid = 'u-1') => ({
  kind: 'Deployment',
  metadata: { name, generation, uid, resourceVersion: String(generation * 10), managedFields: [{ manager: 'm' }] },
  spec: { replicas },
});

const key = { apiGroup: 'apps', resource: 'deployments', namespace: 'shop', name };

describe('a history', () => {
  beforeAll(async () => {
    await importLines('c', [
      line(0, { verb: 'deletecollection', responseObject: { items: [] } }),
      line(1, {
        verb: 'create',
        requestObject: { metadata: { generateName: 'web' } },
        responseObject: deployment(1, 1),
      }),
      line(1, {
        auditID: 'other',
        verb: 'create',
        responseObject: { ...deployment(1, 1), metadata: { name: 'another' } },
      }),
      line(2, { verb: 'update', objectRef: { name }, responseObject: deployment(2, 2) }),
      line(3, {
        verb: 'patch',
        objectRef: { name, subresource: 'status' },
        responseObject: { ...deployment(2, 2), status: {} },
      }),
      line(4, {
        verb: 'update',
        objectRef: { name },
        responseStatus: { code: 409 },
        responseObject: { kind: 'Status' },
      }),
      line(5, {
        verb: 'patch',
        objectRef: { name, subresource: 'scale' },
        responseObject: { kind: 'Scale', metadata: { name } },
      }),
      line(6, { verb: 'patch', objectRef: { name }, level: 'Metadata' }),
      line(7, { verb: 'patch', objectRef: { name }, level: 'Request', requestObject: { spec: { replicas: 9 } } }),
      line(8, { verb: 'update', objectRef: { name }, responseObject: deployment(8, 7) }),
      line(9, { verb: 'update', objectRef: { name }, stage: 'RequestReceived', responseStatus: undefined }),
      line(10, { verb: 'update', objectRef: { name }, level: 'Request', requestObject: deployment(8, 5) }),
      line(11, {
        verb: 'deletecollection',
        responseObject: { items: [deployment(8, 5), { metadata: { name: 'z' } }] },
      }),
      line(12, { verb: 'deletecollection', level: 'Metadata', requestURI: '/n/12?labelSelector=app%3Dweb' }),
      line(13, { verb: 'deletecollection', responseObject: { items: [{ metadata: { name: 'z' } }] } }),
      line(14, { verb: 'delete', objectRef: { name }, responseObject: { kind: 'Status' } }),
      line(15, { verb: 'create', objectRef: { name }, responseObject: deployment(1, 3, 'u-2') }),
      line(16, { verb: 'get', objectRef: { name }, responseObject: deployment(1, 3, 'u-2') }),
      line(17, { verb: 'get', objectRef: { name, subresource: 'exec' }, responseStatus: { code: 101 } }),
      line(18, { verb: 'update', objectRef: { name, namespace: 'other' }, responseObject: deployment(4, 4) }),
      line(19, { verb: 'update', objectRef: { name: `${name}x` }, responseObject: deployment(4, 4) }),
    ]);
  });

  it('has each write once, with how it is known, its state or why there is none, and the gaps', async () => {
    const { writes, total, failed } = await historyOf(key);
    expect(
      writes.map((w) => [
        w.event.id.slice(8, 11),
        w.how,
        w.state?.generation ?? w.unknown,
        w.changes?.count ?? null,
        w.missingWrites,
      ]),
    ).toEqual(
      [
        [1, 'generated', 1, null, 0],
        [2, 'named', 2, 2, 0],
        [3, 'named', 2, 1, 0],
        [4, 'named', 'refused', null, 0],
        [5, 'named', 'subresource', null, 0],
        [6, 'named', 'level', null, 0],
        [7, 'named', 'patch', null, 0],
        // Generation 2 to 8: of six changes, four are recorded.
        [8, 'named', 8, 3, 2],
        [9, 'named', 'unfinished', null, 0],
        [10, 'named', 8, 1, 0],
        [11, 'collection', 8, 0, 0],
        [12, 'maybeCollection', 'noBody', null, 0],
        [14, 'named', 'deleted', null, 0],
        [15, 'named', 1, null, 0],
        [17, 'named', 'subresource', null, 0],
      ].map(([n, ...rest]) => [String((START + Number(n) * 60_000) * 1000).slice(8, 11), ...rest]),
    );
    expect([total, failed]).toEqual([15, 1]);
    expect(writes.find((w) => w.how === 'maybeCollection')?.selector).toBe('labelSelector=app%3Dweb');
  });

  it.each(['newest', 'oldest'] as const)('is the same page by page, the %s first', async (order) => {
    const inOne = await historyOf(key, { order });
    for (const limit of [1, 2, 7]) expect((await historyOf(key, { order, limit })).writes).toEqual(inOne.writes);
    const ids = inOne.writes.map((write) => write.event.id);
    expect(order === 'oldest' ? ids : ids.reverse()).toEqual([...ids].sort());
  });

  it('leaves out subresources, which still explain generations', async () => {
    const history = await historyOf(key, { without: ['scale', 'status'] });
    expect(history.total).toBe(13);
    expect(history.subresources).toContainEqual({ value: 'scale', count: 1, shown: false });
    expect(history.writes.find((write) => write.state?.generation === 8)?.missingWrites).toBe(2);
  });

  it('says that changes before its beginning are missing only where the beginning was asked for', async () => {
    const other = { ...key, namespace: 'other' };
    expect((await historyOf(other)).writes.map((write) => write.missingWrites)).toEqual([3]);
    const from = new Date(START + 60_000).toISOString();
    expect((await historyOf(other, { time: { from, to: null } })).writes[0]?.missingWrites).toBe(0);
  });

  it('of an object that is not there is empty', async () => {
    const nobody = await historyOf({ ...key, name: "' or 1=1 --" });
    expect(nobody).toMatchObject({ total: 0, writes: [], nextCursor: null, limited: false });
  });
});
