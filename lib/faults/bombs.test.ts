// A7: input made to cost much more than its size. Each comes between good events, which are all in; memory stays within its limit.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { auditLog } from './audit-lines';
import { faultCount } from './fault-count';
import { expectVerified, lostAndDoubled } from './judge';
import { peakMemory } from './peak-memory';
import { Product } from './product';
import { recordFault } from './record-fault';

const BOMBS_TRIED = faultCount(1, 50);
const MAX_MIB = 300;
const MIB = 1024 * 1024;

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

const wrap = (inside: string) =>
  Buffer.from(`{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"b","requestObject":${inside}}`);

/** Lines, none of which may cost another one. */
const LINES: Record<string, () => Buffer> = {
  'depth 1,000,000': () => wrap('['.repeat(1e6) + ']'.repeat(1e6)),
  'objects 500,000 deep': () => wrap(`${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}`),
  'brackets that never close': () => Buffer.from('[{"a":'.repeat(1e6)),
  '500,000 keys': () => wrap(`{${Array.from({ length: 500_000 }, (_, i) => `"k${i}":1`).join()}}`),
  'string of 64 MiB': () => wrap(`"${'s'.repeat(64 * MIB)}"`),
  'line of 100 MiB': () => Buffer.alloc(100 * MIB, 'x'),
  'number 1e400000': () => wrap('1e400000'),
  'number of a million digits': () => wrap('9'.repeat(1e6)),
  'string of 7 MiB of escapes': () => wrap(`"${'\\u0041'.repeat(1.1e6)}"`),
  'a million backslashes': () => wrap(`"${'\\\\'.repeat(1e6)}"`),
  'a torn line of a million backslashes': () => Buffer.from(`{"kind":"Event","x":"${'\\'.repeat(1e6)}`),
  'a million surrogates': () => wrap(`"${'\\ud800'.repeat(1e6)}"`),
};

/** Whole files: what can be read of them is good events, or nothing. */
const FILES: Record<string, (lines: Buffer) => { file: Buffer; isGood: boolean }> = {
  'zeros 1,000 times smaller': () => ({ file: gzipSync(Buffer.alloc(400 * MIB), { level: 9 }), isGood: false }),
  'gzip in gzip': (lines) => ({
    file: gzipSync(gzipSync(Buffer.concat([lines, Buffer.alloc(200 * MIB)]))),
    isGood: false,
  }),
  'events, then zeros': (lines) => ({ file: gzipSync(Buffer.concat([lines, Buffer.alloc(200 * MIB)])), isGood: true }),
};

async function importFile(cluster: string, content: Buffer) {
  const file = path.join(directory, `${cluster}.log`);
  await writeFile(file, content);
  const running = await product.start('import', '--cluster', cluster, '--json', file);
  let peak = 0;
  while (!running.over) {
    peak = Math.max(peak, peakMemory(running.child.pid) ?? 0);
    await sleep(10);
  }
  await running.ended;
  await rm(file);
  return { answer: JSON.parse(running.output).files[0], peak, errors: running.errors };
}

test('bombs cost themselves', { timeout: 60_000 + BOMBS_TRIED * 30_000 }, async () => {
  const names = [...Object.keys(LINES), ...Object.keys(FILES)];
  const wrong = { lost: 0, doubled: 0 };
  let events = 0;
  let peak = 0;
  const start = randomInt(names.length);
  for (let n = 0; n < BOMBS_TRIED; n++) {
    const name = names[(start + n) % names.length] as string;
    const cluster = `bomb-${n}`;
    const log = auditLog(300, { repeat: 0, bad: 0 });
    const lines = Buffer.from(`${log.lines.join('\n')}\n`);
    const line = LINES[name];
    const { file, isGood } = line
      ? { file: Buffer.concat([lines.subarray(0), line(), Buffer.from('\n')]), isGood: true }
      : (FILES[name] as (typeof FILES)[string])(lines);
    // The bomb first, so that what comes behind it is what it could cost.
    const content = line ? Buffer.concat([file.subarray(lines.length), lines]) : file;
    const result = await importFile(cluster, content);
    expect(result.answer, `${name}: ${result.errors}`).toMatchObject({ inserted: expect.any(Number) });
    if (isGood) {
      const found = await lostAndDoubled(database, cluster, log.ids);
      expect(found, name).toEqual({ lost: 0, doubled: 0 });
      events += log.ids.length;
    }
    expect(result.peak, name).toBeLessThan(MAX_MIB);
    peak = Math.max(peak, result.peak);
  }
  await expectVerified(database);
  recordFault({
    fault: 'A7',
    what: 'bombs: depth, keys, strings, numbers, gzip',
    count: BOMBS_TRIED,
    events,
    ...wrong,
    more: `at most ${peak.toFixed(0)} MiB of memory`,
  });
});
