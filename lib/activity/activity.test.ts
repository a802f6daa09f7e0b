// What workloads did, against what counting the events one by one gives; and what is said of it over rows of the baselines.

import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingSchema, newVerdictSchema } from '@/lib/activity/activity-answers';
import { deviationTimeline } from '@/lib/activity/count-deviations';
import { getDeviationPage } from '@/lib/activity/deviation-page';
import { allFindings, findDeviations } from '@/lib/activity/find-deviations';
import { judgeDeviation } from '@/lib/activity/judge-deviation';
import { listWorkloads } from '@/lib/activity/list-workloads';
import { getWorkloadBaseline } from '@/lib/activity/workload-baseline';
import { getWorkloadPage } from '@/lib/activity/workload-page';
import { actingWorkload } from '@/lib/audit/workload';
import { packHour } from '@/lib/baselines/hour-bytes';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { countEvents } from '@/lib/search/count-events';
import { emptyFilter, parseEventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { countedRequestQuery } from '@/lib/workloads/counted-request';

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

/** A watch is counted when it begins, or when it is refused; everything else when it ends. */
function isCounted({ stage, verb, code }: Made): boolean {
  if (verb === 'watch') return stage === 'ResponseStarted' || (stage !== 'RequestReceived' && code >= 400);
  return stage === 'ResponseComplete' || stage === 'Panic';
}

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
    const ended = made.filter((event) => event.minute >= from && event.minute < to && isCounted(event));
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

  it('leads to exactly the events that it counts', async () => {
    const list = await ask('cluster=a');
    for (const { workload, requests } of list.workloads) {
      const params = new URLSearchParams({ cluster: 'a', workload, q: countedRequestQuery });
      expect((await searchEvents({ filter: parseEventFilter(params).filter, limit: 1 })).total).toBe(requests);
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

const HOUR = 3_600_000_000;
const FIRST_HOUR = Date.UTC(2026, 2, 28) / 3_600_000;
const at = (hour: number) => (FIRST_HOUR + hour) * HOUR;
const [RAISED, BELOW] = ['0b0e7a1c-1111-4222-8333-944455566677', '0b0e7a1c-1111-4222-8333-944455566678'];
const INCIDENT = '0b0e7a1c-1111-4222-8333-94445556667f';

describe('with what the baselines say', () => {
  let alice: number;

  beforeAll(async () => {
    const { pool } = database;
    const cluster = (await pool.query<{ id: number }>("select id from cluster where name = 'a'")).rows[0]?.id;
    const inserted = await pool.query<{ id: number }>(
      `insert into workload (cluster_id, name, peer_group, first_at, last_at) values ($1, 'User alice', 'User', $2, $3) returning id`,
      [cluster, at(0), at(4)],
    );
    alice = inserted.rows[0]?.id as number;
    const cell = { workload: alice, metric: 0, count: 9, mean: 4, dispersion: 0.1, learning: 20 };
    await pool.query('insert into baseline_hour values ($1, $2, 60, $3)', [cluster, FIRST_HOUR, packHour([cell])]);
    await pool.query('insert into incident values ($1, $2, $3, $4, $5, $6, 2)', [
      INCIDENT,
      cluster,
      't',
      at(0),
      at(2),
      'high',
    ]);
    const { events } = await searchEvents({
      filter: parseEventFilter(new URLSearchParams('cluster=a')).filter,
      limit: 1,
    });
    const explanation = {
      ...{ sentence: 'It made 9 requests', actual: 9, expected: 4, band: null, ratio: 2.25, oneIn: 4000 },
      restsOn: { weeks: 1, hours: 100, peers: 2, maskedHours: 0 },
      ...{ news: [], contributions: [], eventIDs: [events[0]?.id], query: [['workload', 'User alice']], model: 'm' },
    };
    for (const [id, raised] of [
      [RAISED, true],
      [BELOW, false],
    ] as const) {
      await pool.query(
        `insert into deviation values ($1, $2, $3, 'alice', 'count-above', 'requests', $4, $5, $5, 7, 5, 'medium', $6, $7, $8, 'm', 's')`,
        [id, cluster, alice, at(0), at(1), raised, INCIDENT, explanation],
      );
    }
  });

  it('joins them to the counts, and sorts by what was raised', async () => {
    const list = await ask('cluster=a&from=2026-03-28T00:00:00Z&to=2026-03-28T10:00:00Z', { sort: 'deviations' });
    expect(list.workloads[0]).toMatchObject({
      ...{ id: alice, workload: 'User alice', deviations: 2, raised: 1, learningHoursLeft: 20 },
      lastAt: '2026-03-28T04:00:00.000000Z',
    });
    expect(list.workloads[1]).toMatchObject({ id: null, deviations: 0, learningHoursLeft: null });
  });

  it('knows for a page what is new, when in the week, and with whom', async () => {
    const time = { from: '2026-03-28T08:00:00Z', to: '2026-03-28T10:00:00Z' };
    const page = await getWorkloadPage({ cluster: 'a', workload: 'User alice', time });
    const own = made.filter((event) => actingWorkload(event.user ?? null, null) === 'User alice' && isCounted(event));
    const within = own.filter(({ minute }) => minute >= 480 && minute < 600);
    expect(page?.actions.reduce((sum, { requests }) => sum + requests, 0)).toBe(within.length);
    for (const { verb, isNew } of page?.actions ?? []) {
      expect(isNew).toBe(!own.some((event) => event.minute < 480 && event.verb === verb));
    }
    expect(page?.week.requests.reduce((sum, count) => sum + count, 0)).toBe(
      own.filter(({ minute }) => minute < 600).length,
    );
    // 28 March 2026 is a Saturday.
    expect(page?.week.hours.findIndex((hours) => hours > 0)).toBe(5 * 24);
    expect(page?.peers?.rows.map(({ workload }) => workload)).toContain('User alice');
    expect(page?.newIsKnown).toBe(true);
    expect(await getWorkloadPage({ cluster: 'b', workload: 'User nobody', time })).toBeNull();
  });

  it('gives the baseline of one metric', async () => {
    const time = { from: '2026-03-28T00:00:00Z', to: '2026-03-28T01:00:00Z' };
    const question = { id: alice, metric: 'requests', step: 3600, time, now: at(9) } as const;
    expect(await getWorkloadBaseline(question)).toMatchObject({ workload: 'User alice', points: [{ actual: 9 }] });
    expect(await getWorkloadBaseline({ ...question, id: 999_999 })).toBeNull();
  });

  it('lists deviations with how many wait, over time too, and line by line', async () => {
    const question = { cluster: 'a', time: { from: null, to: null } };
    const page = await findDeviations({ ...question, raised: true }, { limit: 10, cursor: null, now: at(9) });
    expect([page.deviations.map(({ id }) => id), page.open]).toEqual([[RAISED], 1]);
    const lines = [];
    for await (const line of allFindings(question, at(9))) lines.push(line);
    expect(lines.map(({ id }) => id).sort()).toEqual([RAISED, BELOW]);
    expect(Object.keys(lines[0] ?? {}).sort()).toEqual(Object.keys(findingSchema.shape).sort());
    const { filter } = parseEventFilter(new URLSearchParams('cluster=a'));
    const { buckets } = await deviationTimeline(filter, 'a');
    const sum = (name: 'raised' | 'below' | 'failed') => buckets.reduce((total, bucket) => total + bucket[name], 0);
    expect([sum('raised'), sum('below')]).toEqual([1, 1]);
    const failed = { ...filter, conditions: { ...filter.conditions, code: { include: ['>=400'], exclude: [] } } };
    expect(sum('failed')).toBe(await countEvents(failed));
  });

  it('keeps each verdict with who gave it', async () => {
    const body = newVerdictSchema.parse({ verdict: 'expected', reason: 'a test of the restore' });
    const judged = await judgeDeviation(RAISED, body, { name: 'ann', how: 'stated' });
    expect(judged?.verdict).toMatchObject({ verdict: 'expected', person: 'ann', personHow: 'stated' });
    await judgeDeviation(RAISED, newVerdictSchema.parse({ verdict: 'malicious', reason: 'it was not' }), {
      name: 'unknown',
      how: 'unknown',
    });
    const page = await getDeviationPage(RAISED);
    expect(page?.verdicts.map(({ verdict }) => verdict)).toEqual(['malicious', 'expected']);
    expect(page?.related.map(({ id }) => id)).toEqual([BELOW]);
    expect(page?.events[0]?.sentence).not.toBeNull();
    expect(page?.points.length).toBe(25 * 12);
    expect(await judgeDeviation('no id', body, { name: 'ann', how: 'stated' })).toBeNull();
    expect((await findDeviations({ time: { from: null, to: null } }, { limit: 1, cursor: null, now: 0 })).open).toBe(0);
  });
});
