// F8: eight commands import the same file at once, others files that overlap, and a source sends the same events: the state is that
// of one import after another.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { auditLog } from './audit-lines';
import { faultCount, isLongRun } from './fault-count';
import { expectSums, expectVerified, lostAndDoubled } from './judge';
import { Product } from './product';
import { recordFault } from './record-fault';
import { stateOf } from './state-of';

const RUNS = faultCount(1, 50);
/** Each is a process; with all other tests there are fewer. */
const IMPORTERS = isLongRun ? 8 : 4;
const EVENTS = 3_000;

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

test(
  'importers of one file at once, and of files that overlap, leave what one leaves',
  async () => {
    const wrong = { lost: 0, doubled: 0 };
    for (let run = 0; run < RUNS; run++) {
      const log = auditLog(EVENTS);
      const serial = `serial-${run}`;
      const input = Readable.from([Buffer.from(log.lines.join('\n'))]);
      await importStream({ clusterName: serial, name: serial, source: 'cli', input, bytesTotal: null });

      const cluster = `at-once-${run}`;
      const whole = path.join(directory, `${cluster}.log`);
      await writeFile(whole, log.lines.join('\n'));
      // In every other run half of them have parts that overlap.
      const parts = await Promise.all(
        [0, 1, 2, 3].map(async (part) => {
          const file = `${whole}.${part}`;
          const from = Math.floor((part * log.lines.length) / 8);
          await writeFile(file, log.lines.slice(from, from + Math.ceil(log.lines.length / 1.6)).join('\n'));
          return file;
        }),
      );
      const files = Array.from({ length: IMPORTERS }, (_, i) => (run % 2 === 1 ? parts[i] : undefined) ?? whole);
      const answers = await Promise.all(
        files.map(async (file) => {
          const running = await product.start('import', '--cluster', cluster, '--json', file);
          expect(await running.ended, running.errors).toBe(0);
          return JSON.parse(running.output).files[0] as { inserted: number };
        }),
      );
      expect(answers.reduce((n, { inserted }) => n + inserted, 0)).toBe(EVENTS);
      const found = await lostAndDoubled(database, cluster, log.ids);
      wrong.lost += found.lost;
      wrong.doubled += found.doubled;
      expect(await stateOf(database.pool, cluster)).toBe(await stateOf(database.pool, serial));
    }
    await expectSums(database);
    await expectVerified(database);
    recordFault({
      fault: 'F8',
      what: `${IMPORTERS} import commands at once with one file, or with files that overlap`,
      count: RUNS,
      events: RUNS * EVENTS,
      ...wrong,
    });
    expect(wrong).toEqual({ lost: 0, doubled: 0 });
  },
  60_000 + RUNS * 60_000,
);
