// Every way on from an event counts what looking at each event gives, and its link is the filter that finds them.

import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { parseEventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { getEventPivots } from './event-pivots';
import type { Pivot, PivotName } from './pivot-answers';

let database: TestDatabase;
const START = Date.UTC(2026, 4, 5, 11, 59, 30);
const users = ['alice', 'a*b\\c', '<img src=x>', 'user=bob&code=200', 'eve\u202e'];
const names = ['web', '100%_\\*', "o'x", 'sh.helm.release.v1'];

type Logged = {
  at: number;
  auditID: string;
  user: { username: string; extra: Record<string, string[]> };
  sourceIPs: string[];
  objectRef: { resource: string; apiGroup?: string; namespace?: string; name: string; subresource?: string };
  annotations: Record<string, string>;
};

/** 400 events of twenty minutes, a few of everything. */
function made(n: number): Logged {
  return {
    at: START * 1000 + n * 3_000_007,
    auditID: `audit ${n % 200}`,
    user: {
      username: users[n % users.length] as string,
      extra: { 'authentication.kubernetes.io/credential-id': [`JTI=token-${n % 3}`] },
    },
    sourceIPs: ['203.0.113.9', `198.51.100.${n % 4}`],
    objectRef: {
      resource: n % 2 ? 'pods' : 'deployments',
      ...(n % 2 ? {} : { apiGroup: 'apps' }),
      ...(n % 5 ? { namespace: `ns-${n % 3}` } : {}),
      name: names[n % names.length] as string,
      ...(n % 7 ? {} : { subresource: 'scale' }),
    },
    annotations: n % 50 ? {} : { 'authentication.kubernetes.io/issued-credential-id': `JTI=token-${(n / 50) % 3}` },
  };
}

const logged = Array.from({ length: 400 }, (_, n) => made(n));

function toLine({ at, ...event }: Logged): string {
  const time = `${new Date(Math.floor(at / 1000)).toISOString().slice(0, -1)}${String(at % 1000).padStart(3, '0')}Z`;
  return JSON.stringify({
    level: 'Metadata',
    stage: 'ResponseComplete',
    verb: 'get',
    requestURI: '/x',
    ...event,
    responseStatus: { code: 200 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  const lines = logged.map(toLine);
  for (const clusterName of ['one', 'two']) {
    const input = Readable.from([lines.slice(0, clusterName === 'one' ? 400 : 30).join('\n')]);
    await importStream({ clusterName, name: 'x', source: 'cli', input, bytesTotal: null });
  }
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

const byName: Record<PivotName, (a: Logged, b: Logged) => boolean> = {
  everything: () => true,
  user: (a, b) => a.user.username === b.user.username,
  impersonatedUser: () => false,
  workload: (a, b) => a.user.username === b.user.username,
  sourceIP: (a, b) => a.sourceIPs[1] === b.sourceIPs[1],
  object: ({ objectRef: a }, { objectRef: b }) =>
    a.name === b.name && a.namespace === b.namespace && a.resource === b.resource && a.apiGroup === b.apiGroup,
  credential: (a, b) => toLine(b).includes(a.user.extra['authentication.kubernetes.io/credential-id']?.[0] ?? '?'),
  issuedCredential: (a, b) =>
    toLine(b).includes(a.annotations['authentication.kubernetes.io/issued-credential-id'] ?? '?'),
  auditID: (a, b) => a.auditID === b.auditID,
};

async function idOf(n: number): Promise<string> {
  const text = `"${(logged[n] as Logged).auditID}"`;
  const { filter } = parseEventFilter(new URLSearchParams({ cluster: 'one', text }));
  const { events } = await searchEvents({ filter });
  const at = Math.floor((logged[n] as Logged).at);
  return events.find((event) => event.id.startsWith(`${at}-`))?.id ?? '';
}

async function find(pivot: Pivot) {
  const { filter, problems } = parseEventFilter(new URLSearchParams(pivot.query));
  expect(problems).toEqual([]);
  return searchEvents({ filter, limit: 1000 });
}

describe('the ways on from an event', () => {
  it.each([0, 1, 7, 50, 105, 398])('from event %i lead to the events that have it in common', async (n) => {
    const here = logged[n] as Logged;
    const id = await idOf(n);
    const answer = await getEventPivots({ id, seconds: 30, time: { from: null, to: null } });
    expect(answer?.surrounding.map((pivot) => pivot.name)).toEqual(['everything', 'user', 'sourceIP', 'object']);
    for (const [pivots, near] of [
      [answer?.same ?? [], false],
      [answer?.surrounding ?? [], true],
    ] as const) {
      for (const pivot of pivots) {
        const expected = logged.filter(
          (event) => byName[pivot.name](here, event) && (!near || Math.abs(event.at - here.at) <= 30_000_000),
        );
        const found = await find(pivot);
        expect([pivot.name, found.total]).toEqual([pivot.name, expected.length]);
        expect(found.events.map((event) => event.id)).toContain(id);
        if (near || !['object', 'credential', 'issuedCredential'].includes(pivot.name)) {
          expect(pivot.total).toBe(expected.length);
        }
      }
    }
    expect(answer?.same.map((pivot) => pivot.name)).toContain('credential');
    expect(answer?.same.some((pivot) => pivot.name === 'issuedCredential')).toBe(n === 50);
  });

  it('have the window that was asked, to the second at both ends', async () => {
    const id = await idOf(20);
    const wide = await getEventPivots({ id, seconds: 3600, time: { from: 'now-1h', to: null } });
    expect(wide?.surrounding[0]?.total).toBe(400);
    expect(wide?.same.every((pivot) => pivot.query.includes('from=now-1h'))).toBe(true);
    expect(wide?.same.find((pivot) => pivot.name === 'user')?.total).toBe(0);
    const close = await getEventPivots({ id, seconds: 3, time: { from: null, to: null } });
    expect(close?.surrounding[0]?.total).toBe(1);
    const next = await getEventPivots({ id, seconds: 4, time: { from: null, to: null } });
    expect(next?.surrounding[0]?.total).toBe(3);
  });

  it.each(['', 'x', `1-${'0'.repeat(32)}-1`])('are none for the id %j', async (id) => {
    expect(await getEventPivots({ id, seconds: 30, time: { from: null, to: null } })).toBeNull();
  });
});
