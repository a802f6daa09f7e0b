// From the log into the database, through the product's own receiver: killed at random moments while the log is rotated,
// every event is stored, and stored once. PLUMBLINE_FAULTS=N is the number of kills.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { createToken } from '@/lib/ingest/receiver/create-token';
import { startReceiver } from '@/lib/ingest/receiver/start-receiver';
import { TestLog } from './test-log';

const KILLS = Number(process.env.PLUMBLINE_FAULTS ?? 3);
const bundled = path.resolve('.build');

let database: TestDatabase;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let server: Server;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-ship-'));
  mkdirSync(path.join(directory, 'log'));
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  const { token } = await createToken({ cluster: 'shipped', label: 'shipper' });
  writeFileSync(path.join(directory, 'token'), token);
  receiver = await startReceiver({
    databaseUrl: database.url,
    room: { directory, minFreePercent: 0, minFreeBytes: 0 },
    maxInFlightBytes: 128 * 1024 ** 2,
    demandCertificate: false,
  });
  server = createServer((request, response) => void receiver.handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await receiver?.close();
  await closePool();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

async function stored(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>('select name from event order by name');
  return rows.map((row) => row.name);
}

test(
  'every line of a log that is written and rotated is stored once, whatever kills the shipper',
  async () => {
    const log = new TestLog(path.join(directory, 'log'));
    const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = ['--follow', log.file, '--to', to, '--token-file', 'token', '--spool', 'spool', '--from-start'];
    const begin = () =>
      spawn(process.execPath, [path.join(bundled, 'ship.mjs'), ...args, '--gather', '0.1', '--longest-pause', '0.5'], {
        cwd: directory,
        env: { ...process.env, INIT_CWD: directory },
        stdio: 'ignore',
      });
    let writing = true;
    const writer = (async () => {
      for (let round = 0; writing; round++) {
        log.write(1 + Math.floor(Math.random() * 200));
        if (round % 5 === 3) log.rotate(round % 2 === 0 ? 'rename' : 'gzip');
        await sleep(Math.random() * 80);
      }
    })();
    for (let kill = 0; kill < KILLS; kill++) {
      const child = begin();
      await sleep(100 + Math.random() * 1000);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    writing = false;
    await writer;
    log.write(3);
    const child = begin();
    for (let waited = 0; waited < 60 && (await stored()).length < log.written.length; waited++) await sleep(250);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);

    const expected = log.written.map((line) => JSON.parse(line).objectRef.name).sort();
    expect(await stored()).toEqual(expected);

    // The same events by file are the same events.
    const input = createReadStream(log.file);
    const again = await importStream({
      clusterName: 'shipped',
      name: 'audit.log',
      source: 'cli',
      input,
      bytesTotal: null,
    });
    expect(again).toMatchObject({ state: 'done', inserted: 0 });
  },
  60_000 + KILLS * 5000,
);
