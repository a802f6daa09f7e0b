// A timeline against what reading every event gives: lanes, marks, sessions.

import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, outcomeOf } from '@/lib/audit/outcome';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { parseEventFilter } from '@/lib/search/event-filter';
import { getIdentityTimeline } from './identity-timeline';

let database: TestDatabase;
const START = Date.UTC(2026, 2, 28, 22, 7, 3);
const agents = ['kubectl/v1', '<b>*\\', undefined];
const codes = [200, 403, 404, 500, undefined];

type Made = { at: number; user: string; ip: string; agent: string | undefined; code: number | undefined };

/** Bursts of a few minutes with silences between them: some of exactly 30 minutes, which end nothing. */
const made: Made[] = [];
let clock = START * 1000;
for (let n = 0; n < 1500; n++) {
  clock += n % 97 === 96 ? 1_800_000_000 : n % 53 === 52 ? 1_800_000_001 : 1_000_003 * (n % 7);
  made.push({
    at: clock,
    user: n % 5 === 0 ? 'bob' : 'a*lice',
    ip: `198.51.100.${n % 13 === 0 ? n % 200 : n % 3}`,
    agent: agents[(n >> 3) % agents.length],
    code: codes[(n * 7) % codes.length],
  });
}

function toLine({ at, user, ip, agent, code }: Made, n: number): string {
  const time = `${new Date(Math.floor(at / 1000)).toISOString().slice(0, -1)}${String(at % 1000).padStart(3, '0')}Z`;
  return JSON.stringify({
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stage: code ? 'ResponseComplete' : 'RequestReceived',
    requestURI: '/x',
    verb: 'get',
    user: { username: user },
    userAgent: agent,
    sourceIPs: [ip],
    responseStatus: code ? { code } : undefined,
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  const input = Readable.from([made.map(toLine).join('\n')]);
  await importStream({ clusterName: 'c', name: 'x', source: 'cli', input, bytesTotal: null });
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

const micros = (time: string) => Date.parse(time) * 1000 + Number(time.slice(-4, -1));

describe('a timeline', () => {
  it.each([
    ['', undefined, undefined],
    [
      '&from=2026-03-28T23:00:00.000001Z&to=2026-03-29T03:17:00Z',
      '2026-03-28T23:00:00.000001Z',
      '2026-03-29T03:17:00.000000Z',
    ],
    [
      '&from=2026-03-28T22:07:00Z&to=2026-03-28T22:19:00Z',
      '2026-03-28T22:07:00.000000Z',
      '2026-03-28T22:19:00.000000Z',
    ],
  ])('counts each lane, mark and session exactly%s', async (window, from, to) => {
    const { filter } = parseEventFilter(new URLSearchParams(`user=a\\*lice${window}`));
    const answer = await getIdentityTimeline({ filter, maxBuckets: 60, gapMinutes: 30 });
    const own = made.filter(
      ({ at, user }) => user === 'a*lice' && (!from || at >= micros(from)) && (!to || at < micros(to)),
    );
    expect(answer.activity.total).toBe(own.length);
    expect(answer.lanes.reduce((sum, lane) => sum + lane.total, answer.unlisted)).toBe(own.length);
    expect(answer.laneCount).toBe(new Set(own.map(({ ip, agent }) => `${ip} ${agent}`)).size);
    for (const lane of answer.lanes) {
      const inLane = own.filter(({ ip, agent }) => ip === lane.sourceIP && (agent ?? null) === lane.userAgent);
      expect(lane.total).toBe(inLane.length);
      const marks = new Map<string, number>();
      for (const { at, code } of inLane) {
        const bucket = answer.activity.buckets.findLastIndex(({ start }) => micros(start) <= at);
        const key = `${bucket} ${outcomeOf(code ?? null, null)}`;
        marks.set(key, (marks.get(key) ?? 0) + 1);
      }
      const shown = lane.marks.flatMap(({ bucket, ...counts }) =>
        Object.entries(counts).flatMap(([outcome, n]) =>
          n > 0 ? [[`${bucket} ${outcome as Outcome}`, n] as const] : [],
        ),
      );
      expect(new Map(shown)).toEqual(marks);
    }
    const sessions: Made[][] = [];
    for (const event of own) {
      const last = sessions.at(-1)?.at(-1);
      if (last && event.at - last.at <= 1_800_000_000) sessions.at(-1)?.push(event);
      else sessions.push([event]);
    }
    expect(answer.sessionCount).toBe(sessions.length);
    expect(answer.sessions?.map((session) => [micros(session.from), micros(session.to), session.events])).toEqual(
      sessions.reverse().map((events) => [events[0]?.at, events.at(-1)?.at, events.length]),
    );
  });

  it('says that there are more lanes than it lists', async () => {
    const { filter } = parseEventFilter(new URLSearchParams('user=*'));
    const answer = await getIdentityTimeline({ filter, maxBuckets: 10, gapMinutes: 30 });
    expect(answer.lanes.length).toBe(40);
    expect(answer.laneCount).toBeGreaterThan(40);
    expect(answer.unlisted).toBeGreaterThan(0);
  });

  it('has no sessions where the filter is on more than fields, and is empty for nobody', async () => {
    const { filter } = parseEventFilter(new URLSearchParams('user=bob&text=kubectl'));
    const answer = await getIdentityTimeline({ filter, maxBuckets: 10, gapMinutes: 30 });
    expect([answer.sessions, answer.sessionsMissing]).toEqual([null, 'conditions']);
    expect(answer.activity.total).toBe(made.filter((e) => e.user === 'bob' && e.agent === 'kubectl/v1').length);
    const nobody = parseEventFilter(new URLSearchParams("user=' or 1=1 --")).filter;
    expect(await getIdentityTimeline({ filter: nobody, maxBuckets: 10, gapMinutes: 30 })).toMatchObject({
      lanes: [],
      laneCount: 0,
      sessions: [],
      sessionCount: 0,
    });
  });
});
