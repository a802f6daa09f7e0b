// What workloads did, against what counting the events one by one gives.

import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listWorkloads } from '@/lib/activity/list-workloads';
import { actingWorkload } from '@/lib/audit/workload';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { emptyFilter, parseEventFilter } from '@/lib/search/event-filter';

let database: TestDatabase;

const users = ['alice', 'bob/x', "o'hara", 'system:serviceaccount:shop:web', 'system:node:n1', undefined];
const verbs = ['get', 'create', 'delete', 'watch'];
const codes = [200, 201, 403, 401, 404, 500];
const stages = ['ResponseComplete', 'ResponseComplete', 'RequestReceived', 'ResponseStarted', 'Panic'];

type Made = { minute: number; user: string | undefined; verb: string; code: number; stage: string; agent: string };
const made: Made[] = Array.from({ length: 600 }, (_, n) => ({
  minute: (n * 7) % 1000,
  user: users[n % 7 === 0 ? 0 : n % users.length],
  verb: verbs[(n * 3) % verbs.length] as string,
  code: codes[(n * 5) % codes.length] as number,
  stage: stages[n % stages.length] as string,
  agent: n % 11 === 0 ? 'curl/8' : 'kubectl/v1.32 (linux)',
}));

function toLine({ minute, user, verb, code, stage, agent }: Made, n: number): string {
  const time = new Date(Date.UTC(2026, 2, 28) + minute * 60_000).toISOString();
  return JSON.stringify({
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stage,
    requestURI: '/api',
    verb,
    user: { username: user },
    userAgent: agent,
    sourceIPs: ['198.51.100.1'],
    responseStatus: { code },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  for (const clusterName of ['a', 'b']) {
    const lines = made.filter((_, n) => clusterName === 'a' || n % 3 === 0).map(toLine);
    const input = Readable.from([lines.join('\n')]);
    await importStream({ clusterName, name: 'x', source: 'cli', input, bytesTotal: null });
  }
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

const ask = (query: string, more: Partial<Parameters<typeof listWorkloads>[0]> = {}) =>
  listWorkloads({
    filter: parseEventFilter(new URLSearchParams(query)).filter,
    search: '',
    sort: 'requests',
    limit: 100,
    ...more,
  });

/** More than half by far, or the first by name. */
function clientOf(events: Made[]): string {
  const curl = events.filter(({ agent }) => agent.startsWith('curl')).length;
  return curl * 2 >= events.length ? 'curl' : 'kubectl';
}

describe('the list of workloads', () => {
  it.each([
    ['cluster=a', 0, 1000],
    ['cluster=a&from=2026-03-28T03:30:00Z&to=2026-03-28T09:10:00Z', 210, 550],
    ['cluster=a&from=2026-03-28T03:30:00Z&to=2026-03-28T04:10:00Z', 210, 250],
  ])('counts exactly what the events say: %s', async (query, from, to) => {
    const list = await ask(query);
    const ended = made.filter(
      ({ minute, stage }) => minute >= from && minute < to && ['ResponseComplete', 'Panic'].includes(stage),
    );
    expect(new Set(list.workloads.map(({ workload }) => workload))).toEqual(
      new Set(ended.map(({ user }) => actingWorkload(user ?? null, null))),
    );
    for (const row of list.workloads) {
      const own = ended.filter(({ user }) => actingWorkload(user ?? null, null) === row.workload);
      const failed = own.filter(({ code }) => code >= 400).length;
      expect(row).toMatchObject({
        requests: own.length,
        writes: own.filter(({ verb }) => ['create', 'delete'].includes(verb)).length,
        failed,
        denied: own.filter(({ code }) => code === 401 || code === 403).length,
        client: clientOf(own),
      });
      const sum = (bars: number[]) => bars.reduce((total, bar) => total + bar, 0);
      expect([sum(row.bars), sum(row.failedBars)]).toEqual([own.length, failed]);
      expect(row.bars).toHaveLength(list.starts.length);
    }
  });

  it('keeps clusters apart, and finds peers within each', async () => {
    const list = await ask('');
    expect(list.workloads.filter(({ workload }) => workload === 'User alice').map(({ cluster }) => cluster)).toEqual([
      'a',
      'b',
    ]);
    expect(list.workloads.find(({ workload }) => workload === 'User alice')?.peers).toBe(2);
    expect(list.workloads.find(({ workload }) => workload === 'Node n1')?.peers).toBe(0);
  });

  it('sorts, searches and cuts, saying how many there are', async () => {
    const byName = await ask('cluster=a', { sort: 'name' });
    const names = byName.workloads.map(({ workload }) => workload);
    expect(names).toEqual([...names].sort());
    const byDenied = await ask('cluster=a', { sort: 'denied' });
    const denied = byDenied.workloads.map((row) => row.denied);
    expect(denied).toEqual([...denied].sort((a, b) => b - a));
    expect(await ask('cluster=a', { search: "O'HARA" })).toMatchObject({ total: 1 });
    const cut = await ask('cluster=a', { limit: 2 });
    expect([cut.workloads.length, cut.total]).toEqual([2, names.length]);
  });

  it('is empty where nothing is', async () => {
    const list = await ask('cluster=nowhere');
    expect(list).toMatchObject({ total: 0, workloads: [] });
    expect((await listWorkloads({ filter: emptyFilter, search: '\u0000%', sort: 'name', limit: 1 })).total).toBe(0);
  });
});
