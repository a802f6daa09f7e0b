// The folding on a real database: fewer rows, the same counts, and nothing of an hour to which more may come.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { verifyDatabase } from '@/lib/verify/verify-database';
import { HourFolding } from './hour-folding';
import { importStream } from './import-stream';

const HOUR_MS = 3_600_000;
const FIRST_HOUR = Math.floor(Date.UTC(2026, 0, 1) / HOUR_MS);
const HOURS = 30;
const BATCHES = 4;
/** The last hour is not over. */
const NOW = (FIRST_HOUR + HOURS - 0.5) * HOUR_MS;

let database: TestDatabase;
let directory: string;
const before = process.env.PLUMBLINE_DATA;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-folding-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  for (let batch = 0; batch < BATCHES; batch++) await importBatch(batch);
});

afterAll(async () => {
  if (before === undefined) delete process.env.PLUMBLINE_DATA;
  else process.env.PLUMBLINE_DATA = before;
  await closePool();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

/** Every hour has events of three users in every batch, but for one hour, which only the first has. */
async function importBatch(batch: number): Promise<void> {
  const lines: string[] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    for (let n = 0; n < 6 && (hour !== 7 || batch === 0); n++) {
      const at = new Date((FIRST_HOUR + hour) * HOUR_MS + 1000 * n).toISOString().replace('Z', '000Z');
      const auditID = `${batch}-${hour}-${n}`;
      const user = { username: `user-${n % 3}` };
      lines.push(
        JSON.stringify({
          level: 'Metadata',
          auditID,
          stage: 'ResponseComplete',
          requestURI: '/version',
          verb: 'get',
          user,
          requestReceivedTimestamp: at,
          stageTimestamp: at,
        }),
      );
    }
  }
  const input = Readable.from([Buffer.from(lines.join('\n'))]);
  await importStream({ clusterName: 'folded', name: `${batch}.log`, source: 'cli', input, bytesTotal: null });
}

/** Rows, different counts and events of each hour. */
async function readHours(): Promise<{ rows: number; cells: number; events: number }[]> {
  const { rows } = await database.pool.query(
    `select count(*)::int as rows, count(distinct combination_id)::int as cells, sum(count)::int as events
     from event_count_hour group by hour order by hour`,
  );
  return rows;
}

it('leaves one row an hour and combination of hours that are over, and every sum as it was', async () => {
  const original = await readHours();
  expect(original[0]).toEqual({ rows: 3 * BATCHES, cells: 3, events: 6 * BATCHES });
  const folding = new HourFolding(database.pool);
  const { signal } = new AbortController();
  expect(await folding.fold(signal, NOW)).toBe((HOURS - 2) * 3 * (BATCHES - 1));
  const folded = await readHours();
  expect(folded).toEqual(original.map((hour, i) => (i === HOURS - 1 ? hour : { ...hour, rows: hour.cells })));
  // Nothing came since; then the last hour is over, and more came to the first.
  expect(await folding.fold(signal, NOW)).toBe(0);
  expect(await folding.fold(signal, NOW + HOUR_MS)).toBe(3 * (BATCHES - 1));
  await importBatch(BATCHES);
  expect(await folding.fold(signal, NOW + HOUR_MS)).toBe((HOURS - 1) * 3);
  expect((await readHours()).every(({ rows, cells }) => rows === cells)).toBe(true);
  expect((await verifyDatabase({ url: database.url, threads: 0 })).findings).toEqual([]);
});
