// Denials and uses from stored events, against what the events themselves say.

import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { BadCursorError } from '@/lib/search/event-cursor';
import { parseEventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { listDenied } from './denied-then-allowed';
import { getLeastPrivilege } from './least-privilege';
import { listGrants } from './list-grants';
import { listIdentityUses } from './list-identity-uses';

let database: TestDatabase;
const START = Date.UTC(2026, 2, 1, 10) * 1000;
const MINUTE = 60_000_000;
const RBAC = 'rbac.authorization.k8s.io';

type Made = {
  minute: number;
  user: string;
  verb: string;
  resource?: string;
  namespace?: string;
  name?: string;
  subresource?: string;
  group?: string;
  code: number;
  decision?: 'allow' | 'forbid' | null;
  reason?: string;
  as?: string;
  groups?: string[];
  body?: object;
  uri?: string;
};

let auditIDs = 0;

function line(made: Made): string {
  const at = formatRfc3339(START + made.minute * MINUTE + auditIDs);
  const decision = made.decision === undefined ? (made.code === 403 ? 'forbid' : 'allow') : made.decision;
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: made.body ? 'RequestResponse' : 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(auditIDs++).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: made.uri ?? '/api',
    verb: made.verb,
    user: { username: made.user, groups: made.groups ?? ['system:authenticated'] },
    ...(made.as ? { impersonatedUser: { username: made.as, groups: ['system:authenticated'] } } : {}),
    sourceIPs: ['10.0.0.1'],
    ...(made.resource
      ? {
          objectRef: {
            resource: made.resource,
            namespace: made.namespace,
            name: made.name,
            subresource: made.subresource,
            apiGroup: made.group,
            apiVersion: 'v1',
          },
        }
      : {}),
    responseStatus: { code: made.code },
    ...(made.body ? { requestObject: made.body, responseObject: made.body } : {}),
    requestReceivedTimestamp: at,
    stageTimestamp: at,
    annotations:
      decision === null
        ? undefined
        : { 'authorization.k8s.io/decision': decision, 'authorization.k8s.io/reason': made.reason ?? '' },
  });
}

const exec = { verb: 'create', resource: 'pods', subresource: 'exec', namespace: 'payments', name: 'api-7c' };
const debugGrant = 'RBAC: allowed by RoleBinding "debug/payments" of ClusterRole "debugger" to User "alice"';
const binding = (name: string, user: string) => ({
  kind: 'RoleBinding',
  metadata: { name },
  subjects: [{ kind: 'User', name: user }],
  roleRef: { kind: 'ClusterRole', name: 'debugger' },
});
const writes = {
  user: 'root',
  verb: 'create',
  resource: 'rolebindings',
  namespace: 'payments',
  group: RBAC,
  code: 201,
};

const events: Made[] = [
  // Alice may not, gets a binding, may.
  { minute: 0, user: 'alice', ...exec, code: 403 },
  { minute: 10, user: 'alice', ...exec, code: 403 },
  { minute: 30, ...writes, name: 'debug', body: binding('debug', 'alice') },
  { minute: 31, ...writes, name: 'other', body: binding('other', 'bob') },
  { minute: 40, user: 'alice', ...exec, code: 101, reason: debugGrant },
  { minute: 41, user: 'alice', ...exec, name: 'api-8d', code: 101, reason: debugGrant },
  { minute: 50, user: 'alice', ...exec, code: 403 },
  // The same of another pod is another request; nothing of it was refused before minute 41.
  { minute: 60, user: 'alice', ...exec, name: 'api-8d', code: 403 },
  // Bob may not, and root as bob neither.
  { minute: 5, user: 'bob', verb: 'list', resource: 'nodes', code: 403 },
  { minute: 6, user: 'root', as: 'bob', verb: 'list', resource: 'nodes', code: 403 },
  { minute: 90, user: 'root', verb: 'list', resource: 'nodes', code: 200, reason: 'RBAC: allowed by somebody' },
  // Admission, not authorisation.
  { minute: 7, user: 'carol', verb: 'create', resource: 'pods', namespace: 'shop', code: 403, decision: 'allow' },
  // Dave's success has no word of the authoriser; a binding without a body lies between.
  { minute: 8, user: 'dave', verb: 'get', uri: '/metrics', code: 403 },
  { minute: 35, ...writes, resource: 'clusterrolebindings', namespace: undefined, name: 'unread' },
  { minute: 45, user: 'dave', verb: 'get', uri: '/metrics', code: 200, decision: null },
  // What a cluster-admin types is no resource.
  { minute: 70, user: 'alice', verb: 'list', resource: '*', namespace: 'payments', code: 404, reason: debugGrant },
  { minute: 71, user: 'alice', verb: 'get', resource: 'nonsense', namespace: 'payments', name: 'x', code: 404 },
  { minute: 72, user: 'alice', verb: 'list', resource: 'pods', namespace: 'payments', code: 200, reason: debugGrant },
  {
    minute: 2000,
    user: 'alice',
    verb: 'get',
    resource: 'pods',
    namespace: 'shop',
    name: 'p',
    code: 404,
    reason: debugGrant,
  },
  {
    minute: 2001,
    user: 'bob',
    verb: 'get',
    resource: 'pods',
    namespace: 'shop',
    name: 'p',
    code: 200,
    reason: debugGrant,
  },
];

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  const text = events.map(line).join('\n');
  await importStream({ clusterName: 'one', name: 'x', source: 'cli', input: Readable.from([text]), bytesTotal: null });
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

const filterOf = (text: string) => parseEventFilter(new URLSearchParams(text)).filter;
const all = { filter: filterOf(''), onlyAllowed: false, limit: 100, cursor: null };
const open = { from: null, to: null };

describe('denied, then allowed', () => {
  it('has every refusal of authorisation once, with the events behind it', async () => {
    const page = await listDenied(all);
    const refused = events.filter(({ code, decision }) => code === 403 && decision !== 'allow');
    expect(page.denied.reduce((sum, { denied }) => sum + denied.count, 0)).toBe(refused.length);
    expect(page.total).toBe(5);
    for (const { query, denied } of page.denied) {
      const { total, events: found } = await searchEvents({ filter: filterOf(query) });
      expect(total).toBe(denied.count);
      expect(found[0]?.id).toBe(denied.last.id);
      expect(found.at(-1)?.id).toBe(denied.first.id);
    }
    expect(page.denied.map(({ permission }) => permission.words)).toContain('create pods/exec “api-7c” in payments');
  });

  it('tells the moment, the grant and the write that made the difference', async () => {
    const { denied } = await listDenied({ ...all, onlyAllowed: true });
    expect(denied.map(({ user }) => user)).toEqual(['alice', 'dave']);
    const [alice, dave] = denied;
    expect(alice?.denied.count).toBe(3);
    expect(alice?.allowed?.grant).toMatchObject({ binding: 'debug', namespace: 'payments', role: 'debugger' });
    expect(alice?.allowed?.lastDenied.at.slice(0, 16)).toBe('2026-03-01T10:10');
    expect(alice?.allowed?.at.slice(0, 16)).toBe('2026-03-01T10:40');
    expect(alice?.allowed?.changes).toMatchObject([{ by: 'root', name: 'debug', relevance: 'binding' }]);
    expect(alice?.allowed?.writes).toBe(3);
    expect(dave?.permission.words).toBe('get /metrics');
    expect(dave?.allowed).toMatchObject({ grant: null, changes: [{ name: 'unread', relevance: 'unread' }] });
  });

  it('comes in pages and under a filter', async () => {
    const whole = (await listDenied(all)).denied.map(({ key }) => key);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listDenied>> = await listDenied({ ...all, limit: 2, cursor });
      paged.push(...page.denied.map(({ key }) => key));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(whole);
    expect((await listDenied({ ...all, filter: filterOf('user=bob') })).total).toBe(1);
    expect((await listDenied({ ...all, filter: filterOf('to=2026-03-01T10:01:00Z') })).total).toBe(1);
    await expect(listDenied({ ...all, cursor: 'x' })).rejects.toThrow(BadCursorError);
  });
});

describe('least privilege', () => {
  it('is what was allowed, on resources that exist, with what it rests on', async () => {
    const alice = await getLeastPrivilege({
      cluster: 'one',
      user: 'alice',
      time: open,
      resourceNames: true,
      defaults: false,
    });
    const rules = alice?.rules.map(({ namespace, verbs, resources, resourceNames }) =>
      [namespace, verbs.join(), resources.join(), resourceNames.join()].join(' '),
    );
    expect(rules).toEqual(['payments list pods ', 'payments create pods/exec api-7c,api-8d', 'shop get pods p']);
    expect(alice?.skipped.map(({ what }) => what).sort()).toEqual(['get nonsense in payments', 'list * in payments']);
    expect(alice?.observed.days).toEqual(['2026-03-01', '2026-03-02']);
    expect(alice?.escalations).toMatchObject([{ verb: 'create', resource: 'pods/exec', namespace: 'payments' }]);
    expect(alice?.warnings[0]).toContain('2 days');
    expect(alice?.yaml).not.toContain('"*"');
    expect(
      await getLeastPrivilege({ cluster: 'one', user: 'nobody', time: open, resourceNames: false, defaults: false }),
    ).toBeNull();
  });

  it('counts for whom RBAC was asked', async () => {
    const { identities, windowDays } = await listIdentityUses({ filter: filterOf(''), limit: 100 });
    const allowed = (user: string) =>
      events.filter((event) => (event.as ?? event.user) === user && (event.code !== 403 || event.decision === 'allow'))
        .length;
    expect(windowDays).toBe(2);
    expect(Object.fromEntries(identities.map(({ user, events: count }) => [user, count]))).toEqual(
      Object.fromEntries(['alice', 'bob', 'carol', 'dave', 'root'].map((user) => [user, allowed(user)])),
    );
  });
});

describe('bindings', () => {
  it('are counted by the authoriser’s own words, and those without use are named', async () => {
    const { signal } = new AbortController();
    const use = await listGrants({ cluster: 'one', user: null, time: open, signal });
    const counts = Object.fromEntries(use.used.map(({ reason, events: count }) => [reason, count]));
    const expected: Record<string, number> = {};
    for (const { reason } of events) if (reason) expected[reason] = (expected[reason] ?? 0) + 1;
    expect(counts).toEqual(expected);
    expect(use.read).toBe(use.total);
    expect(use.used[0]).toMatchObject({ users: 2, days: 2 });
    expect(use.unused.map(({ name }) => name).sort()).toEqual(['other', 'unread']);
    expect(use.unused.find(({ name }) => name === 'other')).toMatchObject({ subjects: ['User bob'], by: 'root' });
    const alice = await listGrants({ cluster: 'one', user: 'alice', time: open, signal });
    expect(alice.used.map(({ events: count }) => count)).toEqual([(expected[debugGrant] ?? 0) - 1]);
  });
});
