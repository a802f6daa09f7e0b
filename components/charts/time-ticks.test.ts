import { expect, test } from 'vitest';
import { tickLabel, timeTicks } from '@/components/charts/time-ticks';
import { formatRfc3339 } from '@/lib/audit/microseconds';

function starts(first: string, bucketSeconds: number, count: number): string[] {
  const from = Date.parse(first) * 1000;
  return Array.from({ length: count }, (_, index) => formatRfc3339(from + index * bucketSeconds * 1_000_000));
}

test('labels stand at round times, at most eight', () => {
  const hours = starts('2026-11-20T22:00:00Z', 3600, 30);
  const ticks = timeTicks(hours, 3600, 'utc');
  expect(ticks.map((tick) => tickLabel(tick, 3600, 'utc'))).toEqual(['21 Nov', '06:00', '12:00', '18:00', '22 Nov']);
  expect(ticks.length).toBeLessThanOrEqual(8);
});

test('weeks are labelled by every nth of them', () => {
  const weeks = starts('2026-02-26T00:00:00Z', 604_800, 38);
  expect(timeTicks(weeks, 604_800, 'utc')).toHaveLength(8);
});

test('buckets under a minute are labelled to the second', () => {
  expect(tickLabel('2026-11-20T22:00:30.000000Z', 30, 'utc')).toBe('22:00:30');
});
