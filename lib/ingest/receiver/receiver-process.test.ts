// The receiver as the product runs it, in a process of its own that can be killed. The number of outages and kills comes
// from RECEIVER_OUTAGES and RECEIVER_KILLS: small here, as many as one likes for a long run.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { createToken } from './create-token';
import { type Counts, TestApiserver } from './test-apiserver';

const OUTAGES = Number(process.env.RECEIVER_OUTAGES ?? 2);
const KILLS = Number(process.env.RECEIVER_KILLS ?? 1);
/** 10 s of kube-apiserver are 0.25 s here. */
const SCALE = 1 / 40;

let database: TestDatabase;
let data: string;
let port: number;
let product: ChildProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  data = await mkdtemp(path.join(tmpdir(), 'plumbline-receiver-'));
  port = await freePort();
  product = await startProduct();
});
afterAll(async () => {
  const ended = once(product, 'exit');
  product.kill('SIGTERM');
  await ended;
  await closePool();
  await database.drop();
  await rm(data, { recursive: true });
});

it(
  'loses and doubles nothing while kube-apiserver sends through outages of 1 to 75 s',
  async () => {
    const { token } = await createToken({ cluster: 'outages', label: 'kube-apiserver' });
    const gate = await openGate();
    const apiserver = new TestApiserver(`http://127.0.0.1:${gate.port}/api/ingest/audit`, token, SCALE);
    const sent = new Set<string>();
    const emit = (count: number) => {
      for (let i = 0; i < count; i++) {
        const event = newEvent();
        sent.add(event.auditID);
        apiserver.emit(event);
      }
    };
    for (let n = 0; n < OUTAGES; n++) {
      const seconds = OUTAGES === 1 ? 75 : 1 + (74 * n) / (OUTAGES - 1);
      emit(900);
      await sleep(20 * Math.random());
      gate.shut();
      emit(700);
      await sleep(seconds * 1000 * SCALE);
      gate.open();
      // Each outage for itself: a batch that meets two of them meets a longer one.
      await apiserver.settle();
    }
    await apiserver.close();
    await gate.close();

    expect(apiserver.lost).toBe(0);
    expect(apiserver.retried).toBeGreaterThan(0);
    expect(await storedAuditIDs('outages')).toEqual([...sent].sort());
    for (const counts of apiserver.answers) expectSum(counts);
  },
  60_000 + OUTAGES * 10_000,
);

it(
  'has every batch that it acknowledged, whenever it is killed',
  async () => {
    const { token } = await createToken({ cluster: 'kills', label: 'forwarder' });
    const acknowledged: string[] = [];
    const sent: string[] = [];
    let stop = false;
    const lanes = Array.from({ length: 4 }, async () => {
      while (!stop) {
        const events = Array.from({ length: 50 }, newEvent);
        sent.push(...events.map((event) => event.auditID));
        const body = events.map((event) => JSON.stringify(event)).join('\n');
        for (let done = false; !done; ) {
          const counts = await post(token, body);
          if (counts) {
            expectSum(counts);
            expect(counts.received).toBe(50);
            done = true;
          } else {
            await sleep(20);
          }
        }
        acknowledged.push(...events.map((event) => event.auditID));
      }
    });
    for (let n = 0; n < KILLS; n++) {
      const before = acknowledged.length;
      while (acknowledged.length === before) await sleep(5);
      await sleep(200 * Math.random());
      const ended = once(product, 'exit');
      product.kill('SIGKILL');
      await ended;
      const kept = [...acknowledged];
      const stored = new Set(await storedAuditIDs('kills'));
      expect(kept.filter((id) => !stored.has(id))).toEqual([]);
      product = await startProduct();
    }
    stop = true;
    await Promise.all(lanes);
    expect(await storedAuditIDs('kills')).toEqual([...sent].sort());
  },
  60_000 + KILLS * 20_000,
);

function expectSum({ received, inserted, duplicates, quarantined }: Counts): void {
  expect(received).toBe(inserted + duplicates + quarantined);
}

function newEvent() {
  const at = `2026-03-01T00:00:00.${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}Z`;
  return {
    level: 'Metadata',
    auditID: randomUUID(),
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/default/pods',
    verb: 'list',
    user: { username: 'system:serviceaccount:default:builder' },
    objectRef: { resource: 'pods', namespace: 'default' },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  };
}

/** One for each stored event: a doubled one would be there twice. */
async function storedAuditIDs(cluster: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `select audit_key::text as id from event where cluster_id = (select id from cluster where name = $1) order by 1`,
    [cluster],
  );
  return rows.map((row) => row.id);
}

async function post(token: string, body: string): Promise<Counts | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api/ingest/audit`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
    });
    const text = await answer.text();
    return answer.ok ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

async function startProduct(): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--import', './lib/cli/end-with-parent.mjs', '--import', 'tsx', 'lib/cli/serve.ts', '--receiver-only'],
    {
      env: {
        ...process.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        PLUMBLINE_DATA: data,
        DATABASE_URL: database.url,
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
  return child;
}

type Gate = { port: number; shut(): void; open(): void; close(): Promise<void> };

/** The network between the two: shut, every connection breaks at once, also in the middle of an answer. */
async function openGate(): Promise<Gate> {
  const sockets = new Set<Socket>();
  let isShut = false;
  const server: Server = createServer((from) => {
    if (isShut) return void from.destroy();
    const to = connect(port, '127.0.0.1');
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        from.destroy();
        to.destroy();
      });
    }
    from.pipe(to).pipe(from);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    shut: () => {
      isShut = true;
      breakAll();
    },
    open: () => {
      isShut = false;
    },
    close: async () => {
      breakAll();
      server.close();
      await once(server, 'close');
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
