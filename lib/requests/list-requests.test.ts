// Requests against grouping in memory: on the real log where it is, and on a made one with reused auditIDs, events of one
// time, open and unanswered requests.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { parseEventFilter } from '@/lib/search/event-filter';
import { skipWithReason } from '@/lib/skip-with-reason';
import { listRequests } from './list-requests';
import type { AuditRequest } from './request-answers';

// biome-ignore lint/suspicious/noExplicitAny: the oracle reads events as they come
type Logged = any;

const REAL = path.resolve('../shared/samples/real/audit.log.gz');
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
  const input = Readable.from([lines.join('\n')]);
  return importStream({ clusterName, name: 'x', source: 'cli', input, bytesTotal: null });
}

/** What the stages of a request have in common, as the oracle sees it. */
function keyOf(e: Logged): string {
  const { resource, apiGroup, subresource, namespace } = e.objectRef ?? {};
  const same = [e.auditID, e.requestReceivedTimestamp, e.user?.username, e.verb, e.sourceIPs?.at(-1)];
  return JSON.stringify([...same, resource, apiGroup, subresource, namespace]);
}

function expectedRequests(events: Logged[], matches: (e: Logged) => boolean): string[] {
  const groups = new Map<string, Logged[]>();
  for (const e of events) groups.set(keyOf(e), [...(groups.get(keyOf(e)) ?? []), e]);
  const requests: string[] = [];
  for (const group of groups.values()) {
    const stages = group.map((e) => e.stage);
    if (new Set(stages).size < group.length) {
      requests.push(...group.filter(matches).map((e) => `${e.auditID} ${e.stage} alone`));
    } else if (group.some(matches)) {
      requests.push(`${group[0].auditID} ${stages.sort().join(' ')}`);
    }
  }
  return requests.sort();
}

async function walk(cluster: string, query: string, limit: number) {
  const { filter } = parseEventFilter(new URLSearchParams(`cluster=${cluster}&${query}`));
  const requests: AuditRequest[] = [];
  let cursor: string | null = null;
  let count: number | null = null;
  let events = 0;
  do {
    const page = await listRequests({ filter, limit, cursor });
    requests.push(...page.requests);
    count = page.requestCount;
    events = page.events;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { requests, count, events };
}

function words({ stages, reusedAuditID }: AuditRequest, auditIDs: Map<string, string>): string {
  const id = auditIDs.get(stages[0]?.id.split('-')[0] ?? '') ?? stages[0]?.auditID;
  const names = stages.map(({ stage }) => stage).sort();
  return `${id} ${names.join(' ')}${reusedAuditID ? ' alone' : ''}`;
}

it.skipIf(skipWithReason(existsSync(REAL), 'the requests of a real log', `${REAL} is not there`))(
  'groups a real log as memory does, page by page (needs the real log)',
  { timeout: 60_000 },
  async () => {
    const lines = gunzipSync(readFileSync(REAL)).toString('utf8').trimEnd().split('\n').slice(0, 1200);
    await importLines('real', lines);
    const events: Logged[] = lines.map((line) => JSON.parse(line));
    for (const [query, limit, matches] of [
      ['', 500, () => true],
      ['stage=RequestReceived', 90, (e: Logged) => e.stage === 'RequestReceived'],
      ['code=>=400', 40, (e: Logged) => e.responseStatus?.code >= 400],
      ['verb=watch', 33, (e: Logged) => e.verb === 'watch'],
    ] as const) {
      const { requests, count, events: total } = await walk('real', query, limit);
      expect(requests.map((request) => words(request, new Map())).sort()).toEqual(expectedRequests(events, matches));
      expect(count).toBe(requests.length);
      expect(total).toBe(events.filter(matches).length);
      const times = requests.map((request) => request.stages[0]?.at ?? '');
      expect(times).toEqual([...times].sort().reverse());
    }
  },
);

const START = Date.UTC(2026, 8, 9, 6);
let written = 0;

function line(n: number, stage: string, more: Logged = {}): string {
  const at = (ms: number) => `${new Date(START + ms).toISOString().slice(0, -1)}000Z`;
  written++;
  return JSON.stringify({
    level: 'Metadata',
    auditID: `30000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stage,
    requestURI: `/r/${n}`,
    verb: 'get',
    user: { username: 'alice' },
    sourceIPs: ['198.51.100.1'],
    responseStatus: stage === 'RequestReceived' ? undefined : { code: 200 },
    requestReceivedTimestamp: at(n * 1000),
    stageTimestamp: at(n * 1000 + 250 * ['RequestReceived', 'ResponseStarted', 'ResponseComplete'].indexOf(stage)),
    ...more,
  });
}

describe('a request', () => {
  const watch = { verb: 'watch', objectRef: { resource: 'pods' } };
  const second = { requestReceivedTimestamp: new Date(START + 60_000).toISOString() };

  beforeAll(async () => {
    await importLines('c', [
      line(1, 'RequestReceived'),
      line(1, 'ResponseComplete', { impersonatedUser: { username: 'admin' } }),
      line(2, 'RequestReceived', watch),
      line(2, 'ResponseStarted', watch),
      line(3, 'RequestReceived'),
      line(4, 'RequestReceived', watch),
      line(4, 'ResponseStarted', watch),
      line(4, 'ResponseComplete', watch),
      line(5, 'Panic', { responseStatus: { code: 500 } }),
      // Another one's auditID and instant, but not the same user: never the same request.
      line(6, 'RequestReceived'),
      line(6, 'ResponseComplete', { user: { username: 'mallory' } }),
      // The same stage twice: nobody can tell which received belongs to which complete.
      line(7, 'RequestReceived'),
      line(7, 'ResponseComplete'),
      line(7, 'ResponseComplete', { requestURI: '/other' }),
      // Three hundred requests of one instant, as sources without microseconds have them.
      ...Array.from({ length: 300 }, (_, i) => [
        line(1000 + i, 'RequestReceived', second),
        line(1000 + i, 'ResponseComplete', second),
      ]).flat(),
    ]);
  });

  it('has its duration, its state and its impersonation, whichever stage has them', async () => {
    const { requests } = await walk('c', 'to=2026-09-09T06:00:30Z', 50);
    expect(
      requests.map((r) => [
        Number(r.stages[0]?.auditID?.slice(-3)),
        r.state,
        r.durationSeconds,
        r.stages.length,
        r.reusedAuditID,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [1, 'completed', 0.5, 2, false],
        [2, 'open', 0.25, 2, false],
        [3, 'unanswered', 0, 1, false],
        [4, 'completed', 0.5, 3, false],
        [5, 'panicked', null, 1, false],
        [6, 'unanswered', 0, 1, false],
        [6, 'completed', 0.5, 1, false],
        [7, 'unanswered', 0, 1, true],
      ]),
    );
    expect(requests).toHaveLength(10);
    expect(requests.find((r) => r.impersonatedUser)?.stages).toHaveLength(2);
  });

  it('is shown whole where only one of its stages matches', async () => {
    const { requests, events, count } = await walk('c', 'stage=ResponseStarted', 50);
    expect(requests.map((r) => r.stages.length).sort()).toEqual([2, 3]);
    expect([events, count]).toEqual([2, 2]);
  });

  it.each([1, 7, 100, 500])('stands on one page only, with %i events a page', async (limit) => {
    const { requests, count, events } = await walk('c', '', limit);
    expect(new Set(requests.map(({ id }) => id)).size).toBe(requests.length);
    expect(requests).toHaveLength(310);
    expect(count).toBe(310);
    expect(events).toBe(written);
  });

  it('is not counted where that would not be exact and quick', async () => {
    const { count, requests } = await walk('c', 'text=/r/1"', 50);
    expect(count).toBeNull();
    expect(requests).toHaveLength(1);
  });
});
