// A disk that is said to be full refuses what brings events in, with a sentence, before anything is written.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerError } from '@/lib/api/error-answer';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { createUpload } from './create-upload';
import { lookAtDisk, NoRoomError } from './disk-room';

let database: TestDatabase;
let directory: string;
const before = { ...process.env };

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-room-'));
  process.env.PLUMBLINE_DATA = directory;
  process.env.PLUMBLINE_MIN_FREE_PERCENT = '100';
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  process.env = before;
  await closePool();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

it('knows how much is missing', async () => {
  expect(await lookAtDisk({ directory, minFreePercent: 0, minFreeBytes: 0 })).toEqual({
    missingBytes: 0,
    problem: null,
  });
  const room = await lookAtDisk({ directory, minFreePercent: 0, minFreeBytes: 2 ** 60 });
  expect(room.missingBytes).toBeGreaterThan(2 ** 59);
  expect(room.problem).toContain('must stay');
  expect((await lookAtDisk({ directory: '/no/such', minFreePercent: 0, minFreeBytes: 0 })).problem).toContain('cannot');
});

it('refuses an upload with 503', async () => {
  const body = (async function* () {
    yield new Uint8Array(1);
  })();
  const refused = createUpload({ cluster: 'full', name: 'x', body, bytesTotal: 1 });
  const error = await refused.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NoRoomError);
  const answer = answerError(error);
  expect(answer.status).toBe(503);
  expect((await answer.json()).error.message).toMatch(/^Nothing can be stored now: the disk of .* must stay\.$/);
  expect(await readdir(directory)).toEqual([]);
  expect((await database.pool.query('select from cluster')).rowCount).toBe(0);
});
