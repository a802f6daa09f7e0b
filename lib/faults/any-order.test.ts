// F9: events out of order, up to 48 hours late, three times, with clocks an hour off, in files of any cut, plain and gzip: the
// rows and counts are those of the sorted log, to the byte.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { auditLine, shuffled } from './audit-lines';
import { faultCount } from './fault-count';
import { expectSums, expectVerified, lostAndDoubled } from './judge';
import { recordFault } from './record-fault';
import { stateOf } from './state-of';

const SEEDS = faultCount(1, 100);
const EVENTS = 1_000;
const HOUR = 3_600_000_000;

let directory: string;
let database: TestDatabase;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-faults-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

async function importLines(clusterName: string, lines: readonly string[]): Promise<number> {
  const bytes = Buffer.from(lines.join('\n'));
  const input = Readable.from([randomInt(2) === 0 ? bytes : gzipSync(bytes)]);
  const { inserted, state } = await importStream({
    clusterName,
    name: clusterName,
    source: 'cli',
    input,
    bytesTotal: null,
  });
  expect(state).toBe('done');
  return inserted;
}

test(
  'the order in which events come changes nothing',
  async () => {
    const wrong = { lost: 0, doubled: 0 };
    let doubles = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const run = String(randomInt(90_000_000) + 10_000_000);
      const events = Array.from({ length: EVENTS }, (_, i) => {
        const id = `${run}-0000-4000-8000-${String(i).padStart(12, '0')}`;
        // A third of the servers have a clock that is off.
        const skew = i % 3 === 0 ? randomInt(-3600, 3600) * 1_000_000 : 0;
        const at = 50 * HOUR + randomInt(48 * 3600) * 1_000_000 + randomInt(1_000_000) + skew;
        return { id, at, line: auditLine(id, at, i), late: randomInt(10) === 0 ? randomInt(48) * HOUR : 0 };
      });
      const sorted = events.toSorted((a, b) => a.at - b.at).map(({ line }) => line);
      await importLines(`sorted-${seed}`, sorted);

      const cluster = `any-${seed}`;
      // As they arrive: late ones later, some up to three times, the rest anyhow within some minutes.
      const arriving = events
        .flatMap((event) => Array.from({ length: randomInt(8) === 0 ? 3 : 1 }, () => event))
        .map(({ line, at, late }) => ({ line, when: at + late + randomInt(600) * 1_000_000 }))
        .sort((a, b) => a.when - b.when)
        .map(({ line }) => line);
      doubles += arriving.length - EVENTS;
      const lines = seed % 2 === 0 ? arriving : shuffled(arriving);
      let inserted = 0;
      for (let from = 0; from < lines.length; ) {
        const to = from + 1 + randomInt(900);
        inserted += await importLines(cluster, lines.slice(from, to));
        from = to;
      }
      expect(inserted).toBe(EVENTS);
      const found = await lostAndDoubled(
        database,
        cluster,
        events.map(({ id }) => id),
      );
      wrong.lost += found.lost;
      wrong.doubled += found.doubled;
      expect(await stateOf(database.pool, cluster)).toBe(await stateOf(database.pool, `sorted-${seed}`));
    }
    await expectSums(database);
    await expectVerified(database);
    recordFault({
      fault: 'F9',
      what: 'shuffled, late by up to 48 h, three times, clocks ±1 h; compared with the sorted log',
      count: SEEDS,
      events: SEEDS * EVENTS,
      ...wrong,
      more: `${doubles.toLocaleString('en-US')} repetitions`,
    });
    expect(wrong).toEqual({ lost: 0, doubled: 0 });
  },
  60_000 + SEEDS * 20_000,
);
