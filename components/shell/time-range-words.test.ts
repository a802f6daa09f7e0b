import { expect, test } from 'vitest';
import { describeTimeRange } from '@/components/shell/time-range-words';

test.each([
  [null, null, 'All time'],
  [null, 'now', 'All time'],
  ['now-24h', null, 'Last 24 hours'],
  ['now-1h', 'now', 'Last hour'],
  ['now-2d', 'now-1d', '2 days ago to 1 day ago'],
  ['2026-11-21T03:25:00.000000Z', null, 'Since 2026-11-21 03:25:00 UTC'],
  [null, '2026-11-21T03:25:00.000001Z', 'Until 2026-11-21 03:25:00.000001 UTC'],
  ['2026-11-21T03:25:00.000000Z', '2026-11-21T04:25:00.000000Z', '2026-11-21 03:25:00 to 04:25:00 UTC'],
])('from %s to %s is "%s"', (from, to, words) => {
  expect(describeTimeRange({ from, to }, 'utc')).toBe(words);
});
