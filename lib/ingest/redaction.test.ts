// Secrets come in by every kind of file and by every door; afterwards none can be read, wherever Plumbline keeps or says anything.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { REDACTED_ANNOTATION } from '@/lib/audit/redaction/redaction-mark';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { decompressPayload } from '@/lib/evidence/block-payload';
import { ensureCluster } from './cluster-row';
import { changeCluster } from './clusters';
import { createUpload } from './create-upload';
import { getImportDetail } from './import-detail';
import { runNextImport } from './import-queue';
import { importStream } from './import-stream';
import { BodyReceiver } from './receiver/body-receiver';
import { createToken } from './receiver/create-token';
import { findSource } from './receiver/find-source';

let database: TestDatabase;
let data: string;
const said: string[] = [];
const before = process.env.PLUMBLINE_DATA;

beforeAll(async () => {
  data = await mkdtemp(path.join(os.tmpdir(), 'plumbline-redaction-'));
  process.env.PLUMBLINE_DATA = data;
  for (const name of ['log', 'warn', 'error', 'info'] as const)
    vi.spyOn(console, name).mockImplementation((...words) => void said.push(words.join(' ')));
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  vi.restoreAllMocks();
  if (before === undefined) delete process.env.PLUMBLINE_DATA;
  else process.env.PLUMBLINE_DATA = before;
  await closePool();
  await database.drop();
  await rm(data, { recursive: true, force: true });
});

let made = 0;
const canary = () => `c4n4ry${String(made++).padStart(2, '0')}Xq7`;
const jwt = () => `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.${canary()}`;

function event(more: object): string {
  const time = `2026-01-01T00:00:00.${String(++events).padStart(6, '0')}Z`;
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: `id-${events}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/x',
    verb: 'create',
    user: { username: 'u' },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    ...more,
  });
}
let events = 0;

const bodies: (() => object)[] = [
  () => ({ requestObject: { kind: 'Secret', data: { password: canary(), b: canary() }, stringData: { c: canary() } } }),
  () => ({
    objectRef: { resource: 'secrets' },
    responseObject: { items: [{ data: { a: canary() } }, { data: { a: canary() } }] },
  }),
  () => ({ objectRef: { resource: 'secrets' }, requestObject: [{ op: 'add', path: '/data/x', value: canary() }] }),
  () => ({ responseObject: { kind: 'TokenRequest', status: { token: canary() } } }),
  () => ({ requestObject: { kind: 'TokenReview', spec: { token: canary() } } }),
  () => ({
    requestObject: {
      kind: 'Secret',
      metadata: {
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ data: { a: canary() } }) },
      },
    },
  }),
  () => ({
    requestObject: { kind: 'Pod', spec: { containers: [{ env: [{ name: 'DB_PASSWORD', value: canary() }] }] } },
  }),
  () => ({ requestURI: `/api/v1/x?access_token=${canary()}`, userAgent: `curl ${jwt()}` }),
  () => ({ requestURI: `/exec?command=curl&command=Authorization:+Bearer+${canary()}` }),
  () => ({
    requestObject: {
      kind: 'ConfigMap',
      data: {
        key: `-----BEGIN PRIVATE KEY-----\n${canary()}\n-----END PRIVATE KEY-----`,
        url: `postgres://u:${canary()}@h`,
      },
    },
  }),
];

/** What may stand around an event, or go wrong with it. */
const wrappers: ((events: string[]) => string)[] = [
  (all) => all.join('\n'),
  (all) => `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[${all.join(',')}]}`,
  (all) => all.map((log) => JSON.stringify({ category: 'kube-audit', properties: { log } })).join('\n'),
  (all) => all.map((line, n) => JSON.stringify(gkeEntry(JSON.parse(line), n))).join('\n'),
  // Quarantined: cut off, in a wrapper and without one; a stage that is none.
  (all) =>
    [
      event({}),
      ...all.map((line) => line.slice(0, -30).replaceAll('\\n', '')),
      ...all.map((line) =>
        JSON.stringify({ category: 'kube-audit', properties: { log: line.slice(0, -30) } }).slice(0, -20),
      ),
    ].join('\n'),
  (all) =>
    [
      event({}),
      ...all.map((line) => line.replace('ResponseComplete', `Bearer ${canary()}`)),
      `password=${canary()}`,
      `\xff${event({ password: canary() })}`,
    ].join('\n'),
];

/** The same request as Cloud Logging tells it. */
function gkeEntry(
  { requestObject, responseObject, requestURI, userAgent, requestReceivedTimestamp }: Record<string, unknown>,
  n: number,
): object {
  return {
    insertId: `entry-${n}`,
    logName: 'projects/p/logs/cloudaudit.googleapis.com%2Fdata_access',
    resource: { type: 'k8s_cluster', labels: { cluster_name: 'c', location: 'l', project_id: 'p' } },
    timestamp: requestReceivedTimestamp,
    receiveTimestamp: requestReceivedTimestamp,
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: 'k8s.io',
      methodName: 'io.k8s.core.v1.secrets.create',
      resourceName: `core/v1/namespaces/default/secrets/s${n}`,
      authenticationInfo: { principalEmail: 'u@example.com' },
      requestMetadata: { callerIp: '192.0.2.1', callerSuppliedUserAgent: userAgent ?? requestURI },
      request: requestObject,
      response: responseObject,
    },
  };
}

/** By file, by webhook and by upload; what each of them then says of it. */
async function bringIn(text: string): Promise<unknown[]> {
  const imported = await importText(text, 'redacted');
  expect(imported.state).toBe('done');

  const { token } = await createToken({ cluster: 'received', label: `source ${made}` });
  const source = await findSource(database.pool, `Bearer ${token}`);
  if (!source) throw new Error('the new token was not found');
  const body = Uint8Array.from(Buffer.from(text, 'latin1'));
  const receivedAt = Date.parse('2026-01-01T00:00:10Z') * 1000;
  const received = await new BodyReceiver(database.pool).take({
    source,
    body,
    receivedAt,
    deadline: Number.POSITIVE_INFINITY,
    dryRun: false,
  });

  const upload = { cluster: 'uploaded', name: 'x.log', body: Readable.from([body]), bytesTotal: null };
  const { id } = await createUpload(upload);
  expect(await runNextImport(new AbortController().signal)).toBe(true);
  const details = [imported.id, id].map((which) => getImportDetail(which, { limit: 1000, cursor: null }));
  return [imported, received, ...(await Promise.all(details))];
}

async function importText(text: string, clusterName: string) {
  const input = Readable.from([Buffer.from(text, 'latin1')]);
  return importStream({ clusterName, name: 'x.log', source: 'cli', input, bytesTotal: null });
}

/** All of a table as text, bytes also as they are read. */
async function dumpTables(): Promise<string> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await database.pool.query(`select * from "${name}"`);
    for (const row of rows) {
      for (const value of Object.values(row)) {
        if (Buffer.isBuffer(value)) parts.push(value.toString('latin1'));
        else parts.push(typeof value === 'object' ? JSON.stringify(value) : String(value));
      }
      if (name === 'evidence_block') parts.push((await decompressPayload(row.data)).toString('latin1'));
    }
  }
  return parts.join('\n');
}

it('leaves no secret readable in the database, on disk, in answers or in the log', async () => {
  const answers: string[] = [];
  for (const wrap of wrappers) answers.push(JSON.stringify(await bringIn(wrap(bodies.map((body) => event(body()))))));
  expect(made).toBeGreaterThanOrEqual(50);
  const tables = await dumpTables();
  expect(tables).toContain('redacted:hmac-sha256:');
  expect(tables).toContain(REDACTED_ANNOTATION);
  const files = await readdir(data, { recursive: true, withFileTypes: true });
  const onDisk = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(path.join(file.parentPath, file.name), 'latin1')),
  );
  const readable = [tables, ...answers, ...onDisk, ...said].join('\n');
  expect([...readable.matchAll(/.{0,60}c4n4ry\d\dXq7.{0,20}/g)].map(String)).toEqual([]);
});

it('gives one event one identity, and none where it is switched off', async () => {
  const line = event({ requestObject: { kind: 'Secret', data: { a: 'cGxhaW4=' } } });
  expect(await importText(line, 'one')).toMatchObject({ inserted: 1, duplicates: 0 });
  expect(await importText(`[${line}]`, 'one')).toMatchObject({ inserted: 0, duplicates: 1 });
  expect(await dumpTables()).not.toContain('cGxhaW4=');
  await ensureCluster('plain');
  await expect(changeCluster('plain', { redact: false }, 'test')).rejects.toThrow('store secrets');
  expect(await changeCluster('plain', { redact: false, confirm: 'store secrets' }, 'test')).toMatchObject({
    redact: false,
  });
  expect(await changeCluster('nowhere', { redact: true }, 'test')).toBeNull();
  const { rows } = await database.pool.query('select actor, action, cluster, before, after from admin_action');
  expect(rows).toEqual([{ actor: 'test', action: 'cluster.redact', cluster: 'plain', before: 'true', after: 'false' }]);
  expect(await importText(line, 'plain')).toMatchObject({ inserted: 1 });
  expect(await dumpTables()).toContain('cGxhaW4=');
});
