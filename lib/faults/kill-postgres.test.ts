// F2: kill -9 of a backend and of the postmaster, and an immediate shutdown, while uploads are imported and batches are received.
// The product is not started again: it finds the database again by itself.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, createPool, getPool, setDatabaseUrl } from '@/lib/db/pool';
import { createUpload } from '@/lib/ingest/create-upload';
import { createToken } from '@/lib/ingest/receiver/create-token';
import { onlyWith, skipWithReason } from '@/lib/skip-with-reason';
import { auditLog } from './audit-lines';
import { type Crash, CrashingServer } from './crashing-server';
import { faultCount, isLongRun } from './fault-count';
import { expectExact, expectSums, expectVerified, lostAndDoubled } from './judge';
import { Product } from './product';
import { recordFault } from './record-fault';

const CRASHES = faultCount(1, 200);
const EVENTS = isLongRun ? 40_000 : 6_000;
const KINDS: Crash[] = ['postmaster', 'backend', 'immediate', 'backend'];

let directory: string;
let server: CrashingServer;
let product: Product;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-faults-'));
  process.env.PLUMBLINE_DATA = directory;
  process.env.PLUMBLINE_MIN_FREE_PERCENT = '0';
  process.env.PLUMBLINE_MIN_FREE_GIB = '0';
  server = await CrashingServer.start();
  // Questions of the test come by the gate, too: its pool sees the same crashes.
  setDatabaseUrl(server.gate.url);
  product = new Product({ DATABASE_URL: server.gate.url, PLUMBLINE_DATA: directory });
}, 120_000);

afterAll(async () => {
  await product?.end();
  await closePool();
  await server?.end();
  await rm(directory, { recursive: true, force: true });
});

/** A crash fails a question that is under way; it is asked again. */
async function ask<T>(question: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await question();
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(50);
    }
  }
}

async function judged<T>(
  work: (database: { url: string; pool: ReturnType<typeof createPool> }) => Promise<T>,
): Promise<T> {
  const pool = createPool(server.directUrl, { max: 4 });
  try {
    return await work({ url: server.directUrl, pool });
  } finally {
    await pool.end();
  }
}

const crashes = new Map<string, number>();
let slowestReturn = 0;
let events = 0;
const sum = () => [...crashes.values()].reduce((a, b) => a + b, 0);

async function crash(): Promise<void> {
  const kind = KINDS[sum() % KINDS.length] as Crash;
  await server.crash(kind);
  crashes.set(kind, (crashes.get(kind) ?? 0) + 1);
}

test(
  'uploads are imported to their ends by the same worker',
  async () => {
    const share = Math.ceil(CRASHES / 2);
    const worker = await product.start('worker');
    for (let round = 0; sum() < share; round++) {
      const cluster = `crash-${round}`;
      const log = auditLog(EVENTS);
      async function* body() {
        yield Buffer.from(`${log.lines.join('\n')}\n`);
      }
      const { id } = await ask(() => createUpload({ cluster, name: cluster, body: body(), bytesTotal: null }));
      const read = () =>
        ask(async () => {
          const { rows } = await getPool().query<{
            state: string;
            events: number;
            inserted: number;
            quarantined: number;
          }>('select state, events, inserted, quarantined from import_file where id = $1', [id]);
          return rows[0] as (typeof rows)[0];
        });
      const isOver = async () => (await read()).state === 'done';
      for (let n = 0; n < 4 && sum() < share; n++) {
        // After a batch or two of this import, at any moment.
        const before = (await read()).events;
        while ((await read()).events === before && !(await isOver())) await sleep(5);
        if (await isOver()) break;
        await sleep(randomInt(60));
        await crash();
        const back = performance.now();
        const stopped = (await read()).events;
        while ((await read()).events === stopped && !(await isOver())) {
          expect(worker.over, worker.errors).toBe(false);
          await sleep(10);
        }
        slowestReturn = Math.max(slowestReturn, performance.now() - back);
      }
      while (!(await isOver())) {
        expect(worker.over, worker.errors).toBe(false);
        await sleep(20);
      }
      expect(await read()).toMatchObject({ events: log.lines.length, inserted: log.ids.length, quarantined: log.bad });
      await judged((database) => expectExact(database, cluster, log.ids));
      events += log.ids.length;
    }
    await worker.kill('SIGTERM');
    await judged(async (database) => {
      await expectSums(database);
      await expectVerified(database);
    });
  },
  120_000 + CRASHES * 20_000,
);

/** It takes another start of the product, so the few faults that are tried with all tests are the import's. */
test.skipIf(skipWithReason(isLongRun, 'the receiver and a killed PostgreSQL', onlyWith('PLUMBLINE_FAULTS')))(
  'the receiver has every batch that it acknowledged, and takes more without being started again',
  async () => {
    const share = sum();
    const { token } = await ask(() => createToken({ cluster: 'received', label: 'forwarder' }));
    const { child, port } = await startReceiver();
    const acknowledged: string[] = [];
    const sent: string[] = [];
    let stop = false;
    const lanes = Array.from({ length: 4 }, async () => {
      while (!stop) {
        const { lines, ids } = auditLog(50, { repeat: 0, bad: 0 });
        sent.push(...ids);
        while (!(await post(port, token, lines.join('\n')))) {
          expect(child.exitCode).toBe(null);
          await sleep(50);
        }
        acknowledged.push(...ids);
      }
    });
    while (sum() < CRASHES) {
      const before = acknowledged.length;
      while (acknowledged.length < before + 200) await sleep(5);
      await sleep(randomInt(200));
      await crash();
      const back = performance.now();
      const kept = [...acknowledged];
      await judged(async (database) => expect((await lostAndDoubled(database, 'received', kept)).lost).toBe(0));
      while (acknowledged.length === kept.length) await sleep(5);
      slowestReturn = Math.max(slowestReturn, performance.now() - back);
    }
    stop = true;
    await Promise.all(lanes);
    const over = once(child, 'exit');
    child.kill('SIGTERM');
    await over;
    expect(sum()).toBeGreaterThan(share);
    const wrong = await judged((database) => lostAndDoubled(database, 'received', sent));
    await judged(expectVerified);
    recordFault({
      fault: 'F2',
      what: 'PostgreSQL: kill -9 of a backend and of the postmaster, immediate shutdown',
      count: sum(),
      events: events + sent.length,
      ...wrong,
      more: `${[...crashes].map(([kind, n]) => `${kind} ${n}`).join(', ')}; the product went on after at most ${(slowestReturn / 1000).toFixed(1)} s`,
    });
    expect(wrong).toEqual({ lost: 0, doubled: 0 });
  },
  120_000 + CRASHES * 20_000,
);

async function post(port: number, token: string, body: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api/ingest/audit`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
    });
    await answer.text();
    return answer.ok;
  } catch {
    return false;
  }
}

async function startReceiver(): Promise<{ child: ChildProcess; port: number }> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['--import', './lib/cli/end-with-parent.mjs', '--import', 'tsx', 'lib/cli/serve.ts', '--receiver-only'],
    {
      env: {
        ...process.env,
        ...product.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        PLUMBLINE_MIN_FREE_PERCENT: '0',
        PLUMBLINE_MIN_FREE_GIB: '0',
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  while (!output.includes('Plumbline is ready')) {
    if (child.exitCode !== null) throw new Error(`the product ended with ${child.exitCode}:\n${output}`);
    await sleep(20);
  }
  return { child, port };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
