import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePool, getPool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { Checkpointer } from '@/lib/evidence/checkpointer';
import { importStream } from '@/lib/ingest/import-stream';
import { getEventProof } from './event-proof';
import { getEvidenceStatus } from './evidence-status';
import { recoverVerifications, runNextVerification } from './run-verification';
import { cancelVerification, getVerification, requestVerification } from './verification-queue';

let database: TestDatabase;
let directory: string;
const never = new AbortController().signal;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-verification-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  const lines = Array.from(
    { length: 20 },
    (_, n) =>
      `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"${n}","stage":"ResponseComplete","verb":"get","requestReceivedTimestamp":"2026-01-01T00:00:${String(n).padStart(2, '0')}Z"}`,
  );
  const input = Readable.from([Buffer.from(lines.join('\n'))]);
  await importStream({ clusterName: 'prod', name: 'log', source: 'cli', input, bytesTotal: null });
});

afterAll(async () => {
  await closePool();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

it('is one at a time, runs with a report, and is cancelled while it waits', async () => {
  const asked = await requestVerification();
  expect(asked).toMatchObject({ state: 'queued', report: null });
  expect((await requestVerification()).id).toBe(asked.id);
  expect(await runNextVerification(database.url, never)).toBe(true);
  expect(await runNextVerification(database.url, never)).toBe(false);
  expect(await getVerification(asked.id)).toMatchObject({
    state: 'done',
    blocksChecked: 1,
    report: { ok: true, events: 20 },
  });
  const second = await requestVerification();
  expect(await cancelVerification(second.id)).toMatchObject({ state: 'cancelled' });
  expect(await runNextVerification(database.url, never)).toBe(false);
  expect(await cancelVerification(asked.id)).toMatchObject({ state: 'done' });
});

it('that a stopped worker had begun runs again', async () => {
  const { id } = await requestVerification();
  expect(await runNextVerification(database.url, AbortSignal.abort())).toBe(true);
  expect(await getVerification(id)).toMatchObject({ state: 'queued' });
  await getPool().query(`update verification set state = 'running' where id = $1`, [id]);
  await recoverVerifications();
  expect(await runNextVerification(database.url, never)).toBe(true);
  expect(await getVerification(id)).toMatchObject({ state: 'done' });
});

it('the proof of an event follows it to the checkpoint, and says what does not fit', async () => {
  expect(await getEventProof('prod', 1, 3)).toMatchObject({ proved: false, problem: null, checkpoint: null });
  await new Checkpointer(getPool(), () => undefined).checkpointCluster('prod');
  expect(await getEventProof('prod', 1, 3)).toMatchObject({ proved: true, problem: null, checkpoint: { size: 1 } });
  expect(await getEventProof('prod', 1, 20)).toBeNull();
  expect(await getEventProof('prod', 2, 0)).toBeNull();
  expect(await getEventProof('other', 1, 0)).toBeNull();
  expect(await getEvidenceStatus()).toMatchObject({
    clusters: [{ cluster: 'prod', blocks: 1, events: 20, prunedBlocks: 0, checkpoint: { size: 1, events: 20 } }],
  });
  await getPool().query('alter table evidence_block disable trigger user');
  await getPool().query('update evidence_block set max_at = max_at + 1');
  expect(await getEventProof('prod', 1, 3)).toMatchObject({
    proved: false,
    problem: 'the header of this block is not the one that was written',
  });
});
