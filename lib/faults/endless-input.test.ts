// F11: a stream that is longer than memory, plain and gzip: memory stays flat, whatever the length, and a kill in the middle costs
// nothing. FAULTS_GIB is its length.
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { auditLine } from './audit-lines';
import { isLongRun } from './fault-count';
import { expectVerified } from './judge';
import { peakMemory } from './peak-memory';
import { Product, type RunningProgram } from './product';
import { recordFault } from './record-fault';

const GIB = Number(process.env.FAULTS_GIB ?? 0.005);
const MAX_MIB = 300;

let directory: string;
let database: TestDatabase;
let product: Product;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-faults-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  product = new Product({ DATABASE_URL: database.url, PLUMBLINE_DATA: directory });
});

afterAll(async () => {
  await product?.end();
  await closePool();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

type Fed = { bytes: number; events: number; peaks: (number | null)[] };

/** Writes events until there are so many bytes, or nobody reads any more; notes the peak of memory after each tenth. */
async function feed(running: RunningProgram, to: Writable, bytes: number, stopAt = Infinity): Promise<Fed> {
  const fed: Fed = { bytes: 0, events: 0, peaks: [] };
  while (fed.bytes < Math.min(bytes, stopAt) && !running.over) {
    const lines: string[] = [];
    for (let n = 0; n < 500; n++, fed.events++) {
      const id = `00000000-0000-4000-8000-${String(fed.events).padStart(12, '0')}`;
      lines.push(auditLine(id, fed.events * 20_000, fed.events));
    }
    const chunk = `${lines.join('\n')}\n`;
    fed.bytes += chunk.length;
    if (!to.write(chunk)) await Promise.race([once(to, 'drain'), running.ended]);
    if (fed.bytes >= ((fed.peaks.length + 1) * bytes) / 10) fed.peaks.push(peakMemory(running.child.pid));
  }
  return fed;
}

const STREAMS: [string, boolean][] = [
  ['plain', false],
  ['gzip', true],
];

test.each(isLongRun ? STREAMS : STREAMS.slice(randomInt(2)).slice(0, 1))(
  'a long stream, %s, needs no more memory than a short one',
  { timeout: 60_000 + GIB * 3_000_000 },
  async (name, zipped) => {
    const bytes = GIB * 1024 ** 3;
    const start = async () => {
      const running = await product.start('import', '--cluster', name, '--json', '-');
      const stdin = running.child.stdin as Writable;
      if (!zipped) return { running, to: stdin };
      const to = createGzip({ level: 1 });
      to.pipe(stdin);
      to.on('error', () => undefined);
      return { running, to };
    };
    // Killed somewhere on its way, and from the beginning again.
    const first = await start();
    await feed(first.running, first.to, bytes, bytes * (0.3 + randomInt(30) / 100));
    await first.running.kill();
    const begun = performance.now();
    const { running, to } = await start();
    const fed = await feed(running, to, bytes);
    to.end();
    expect(await running.ended, running.errors).toBe(0);
    const seconds = (performance.now() - begun) / 1000;
    const answer = JSON.parse(running.output).files[0];
    expect(answer).toMatchObject({ events: fed.events, quarantined: 0 });
    const { rows } = await database.pool.query<{ n: number; ids: number }>(
      `select count(*)::int as n, count(distinct audit_key)::int as ids from event
     where cluster_id = (select id from cluster where name = $1)`,
      [name],
    );
    const found = { lost: fed.events - (rows[0]?.ids ?? 0), doubled: (rows[0]?.n ?? 0) - (rows[0]?.ids ?? 0) };
    const peak = Math.max(...fed.peaks.map((mib) => mib ?? 0));
    expect(peak).toBeLessThan(MAX_MIB);
    await expectVerified(database);
    recordFault({
      fault: 'F11',
      what: `stream of ${(fed.bytes / 1024 ** 3).toFixed(3)} GiB, ${name}, killed once and sent again`,
      count: 1,
      events: fed.events,
      ...found,
      more: `memory after a tenth ${fed.peaks[0]?.toFixed(0)} MiB, at the end ${peak.toFixed(0)} MiB; ${Math.round(fed.events / seconds).toLocaleString('en-US')} events/s`,
    });
    expect(found).toEqual({ lost: 0, doubled: 0 });
  },
);
