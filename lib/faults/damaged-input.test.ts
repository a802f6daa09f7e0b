// F10: good lines between bad ones of every kind, and files with bytes changed anywhere: every good line is in, every bad one is
// counted and named by its number, and nothing stops.
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { auditLine, auditLog } from './audit-lines';
import { faultCount, isLongRun } from './fault-count';
import { expectSums, expectVerified, lostAndDoubled } from './judge';
import { peakMemory } from './peak-memory';
import { Product } from './product';
import { recordFault } from './record-fault';

const LINES = faultCount(3_000, 1_000_000);
const FILES = faultCount(10, 10_000);
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

const good = (i: number) => auditLine(`0badf00d-0000-4000-8000-${String(i).padStart(12, '0')}`, i * 70_000, i);

/** Lines that are no event, none of them empty and none with a line feed. */
const BAD: ((i: number) => Buffer)[] = [
  (i) => Buffer.from(good(i).slice(0, randomInt(2, 300))),
  (i) => Buffer.from(`${good(i)}}`),
  () => Buffer.from('{"kind":"Pod","apiVersion":"v1"}'),
  (i) => Buffer.concat([Buffer.from(good(i).slice(0, 60)), Buffer.from([0xc3, 0x28, 0xff, 0xfe]), Buffer.from('"}')]),
  () => Buffer.from('\0\0\0\0'),
  () => Buffer.from('null'),
  (i) => Buffer.from(good(i).replace('"verb":', '"verb" ')),
  () => Buffer.from(`${'['.repeat(5000)}`),
  () => Buffer.from('E0301 12:00:00.000000 1 audit.go:1] log line of another program'),
  () => Buffer.from(randomBytes(30).toString('base64url')),
];

test(
  'half of the lines are damaged: the other half is in, and each damaged one is counted with its number',
  async () => {
    const file = path.join(directory, 'mixed.log');
    const out = createWriteStream(file);
    const ids: string[] = [];
    const badLines: number[] = [];
    // One line of 64 MiB is enough.
    const giant = isLongRun ? 2 * randomInt(LINES / 2) + 1 : -1;
    for (let i = 0; i < LINES; i++) {
      const isGood = i % 2 === 0;
      if (isGood) ids.push(`0badf00d-0000-4000-8000-${String(i).padStart(12, '0')}`);
      else badLines.push(i + 1);
      const line = isGood ? Buffer.from(good(i)) : (BAD[randomInt(BAD.length)] as (typeof BAD)[0])(i);
      if (i === giant) out.write(Buffer.alloc(64 * 1024 * 1024, 'x'));
      else out.write(line);
      // Both kinds of line ends, and none at the end of the file.
      if (i < LINES - 1 && !out.write(i % 5 === 0 ? '\r\n' : '\n')) await once(out, 'drain');
    }
    out.end();
    await once(out, 'close');
    const running = await product.start('import', '--cluster', 'mixed', '--json', file);
    let peak: number | null = null;
    while (!running.over) {
      peak = peakMemory(running.child.pid) ?? peak;
      await sleep(20);
    }
    expect(await running.ended, running.errors).toBe(0);
    const answer = JSON.parse(running.output).files[0];
    expect(answer).toMatchObject({ inserted: ids.length, quarantined: badLines.length, duplicates: 0 });
    const { rows } = await database.pool.query<{ line: number }>(
      'select line_number::int as line from quarantined_input order by line_number',
    );
    expect(rows.map(({ line }) => line)).toEqual(badLines);
    const wrong = await lostAndDoubled(database, 'mixed', ids);
    if (peak !== null) expect(peak).toBeLessThan(MAX_MIB);
    await expectVerified(database);
    recordFault({
      fault: 'F10',
      what: 'lines, every other one damaged',
      count: badLines.length,
      events: ids.length,
      ...wrong,
      more: `at most ${peak?.toFixed(0)} MiB of memory`,
    });
    expect(wrong).toEqual({ lost: 0, doubled: 0 });
  },
  120_000 + LINES,
);

test(
  'a file with bytes changed, cut out or put in anywhere loses no line but those',
  async () => {
    const wrong = { lost: 0, doubled: 0 };
    let events = 0;
    for (let n = 0; n < FILES; n++) {
      const { lines, ids } = auditLog(40, { repeat: 0, bad: 0 });
      const buffers: Uint8Array[] = lines.map((line) => Buffer.from(`${line}\n`));
      // Some lines are hit; those may become another event, or none.
      const hit = new Set(Array.from({ length: randomInt(1, 4) }, () => randomInt(buffers.length)));
      for (const at of hit) buffers[at] = mutated(buffers[at] as Uint8Array);
      const whole = Buffer.concat([n % 9 === 0 ? Buffer.from([0xef, 0xbb, 0xbf]) : Buffer.alloc(0), ...buffers]);
      const cluster = `mutated-${n % 50}`;
      const input = Readable.from([n % 4 === 0 ? gzipSync(whole) : whole]);
      const {
        state,
        events: read,
        inserted,
        duplicates,
        quarantined,
      } = await importStream({
        clusterName: cluster,
        name: cluster,
        source: 'cli',
        input,
        bytesTotal: null,
      });
      expect(state).toBe('done');
      expect(read).toBe(inserted + duplicates + quarantined);
      const untouched = ids.filter((_, i) => !hit.has(i));
      wrong.lost += await lostOf(cluster, untouched);
      events += untouched.length;
    }
    await expectSums(database);
    await expectVerified(database);
    recordFault({ fault: 'F10', what: 'files with bytes changed, cut out or put in', count: FILES, events, ...wrong });
    expect(wrong).toEqual({ lost: 0, doubled: 0 });
  },
  60_000 + FILES * 200,
);

async function lostOf(cluster: string, ids: readonly string[]): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from event where cluster_id = (select id from cluster where name = $1)
     and audit_key = any($2::uuid[])`,
    [cluster, ids],
  );
  return ids.length - (rows[0]?.n ?? 0);
}

/** Its line feed stays where it is and no other comes in: what follows is another line. */
function mutated(line: Uint8Array): Uint8Array {
  const bytes = Buffer.from(line.subarray(0, -1));
  const at = randomInt(bytes.length);
  const noise = Buffer.from(randomBytes(randomInt(1, 40)).filter((byte) => byte !== 10 && byte !== 13));
  const ways = [
    () => Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + randomInt(1, 30))]),
    () => {
      bytes[at] = (noise[0] ?? 0) & 0xff;
      return bytes;
    },
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes, bytes]),
  ];
  return Buffer.concat([(ways[randomInt(ways.length)] as () => Buffer)(), Buffer.from('\n')]);
}
