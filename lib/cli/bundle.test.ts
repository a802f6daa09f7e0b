import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { bundle } from './bundle.mjs';

// Inside of the project, for packages stay outside of the bundles and are looked for from there.
const directory = path.resolve(`.build/test-${process.pid}`);
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await bundle(process.cwd(), directory);
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await database?.drop();
});

test('the bundled importer imports', async () => {
  const line = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: 'a',
    stage: 'ResponseComplete',
  };
  const event = {
    ...line,
    verb: 'get',
    requestURI: '/',
    user: {},
    requestReceivedTimestamp: '2026-01-01T00:00:00.000000Z',
  };
  await writeFile(path.join(directory, 'audit.log'), `${JSON.stringify(event)}\n`);
  const run = spawnSync(process.execPath, [path.join(directory, 'import.mjs'), '--json', `${directory}/audit.log`], {
    env: { ...process.env, DATABASE_URL: database.url },
    encoding: 'utf8',
  });
  expect(run.stderr).not.toContain('Error');
  expect(JSON.parse(run.stdout).files).toMatchObject([{ events: 1, inserted: 1 }]);
});

test('the bundled parsing thread starts without a TypeScript loader', async () => {
  const thread = new Worker(path.join(directory, 'parse-worker-entry.mjs'), { workerData: 'test', execArgv: [] });
  expect(await once(thread, 'message')).toEqual(['ready']);
  await thread.terminate();
});
