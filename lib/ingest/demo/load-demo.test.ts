import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { demoInput, demoOptions, loadDemo } from './load-demo';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

test('ends at the last full hour', () => {
  const now = parseRfc3339('2026-03-18T07:45:12.000001Z') as number;
  expect(demoOptions(now).end).toBe(parseRfc3339('2026-03-18T07:00:00Z'));
});

test('the stream makes no more than is taken', async () => {
  const end = parseRfc3339('2026-03-18T07:00:00Z') as number;
  const input = demoInput({ seed: 1, end, days: 14, events: 200_000 });
  const [first] = await input.take(1).toArray();
  expect(first.length + input.readableLength).toBeLessThan(1_000_000);
  input.destroy();
});

test('loads the demo once, every line of it', async () => {
  const seen: number[] = [];
  await loadDemo({ events: 10_000, onProgress: (events) => seen.push(events) });
  const imported = await database.prisma.importFile.findMany();
  expect(imported).toHaveLength(1);
  const [{ events, inserted, quarantined, skipped, state }] = imported as [(typeof imported)[number]];
  expect({ state, quarantined, skipped }).toEqual({ state: 'done', quarantined: 0n, skipped: 0n });
  expect(inserted).toBe(events);
  expect(Number(events)).toBeGreaterThan(8_000);
  expect(seen.at(-1)).toBe(Number(events));

  await loadDemo();
  expect(await database.prisma.importFile.count()).toBe(1);
}, 90_000);
