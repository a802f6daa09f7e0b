import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatPlural, formatShare } from '@/components/ui/format-number';
import { formatDuration, formatTime, formatTimeSpan } from '@/components/ui/format-time';

test('numbers', () => {
  expect(formatCount(1204331)).toBe('1,204,331');
  expect([formatPlural(1, 'event'), formatPlural(2, 'event'), formatPlural(0, 'entry', 'entries')]).toEqual([
    '1 event',
    '2 events',
    '0 entries',
  ]);
  expect([0, 512, 1_536_000, 999_999_999].map(formatBytes)).toEqual(['0 B', '512 B', '1.5 MB', '1000 MB']);
});

test('a share is neither rounded up to all nor down to nothing', () => {
  expect([formatShare(0, 0), formatShare(0, 9), formatShare(1, 100_000), formatShare(42, 1000)]).toEqual([
    '0%',
    '0%',
    '<0.1%',
    '4.2%',
  ]);
  expect([formatShare(9999, 10_000), formatShare(5, 5), formatShare(38, 100)]).toEqual(['>99%', '100%', '38%']);
});

test('times keep their microseconds and say their zone', () => {
  expect(formatTime('2026-11-21T03:25:03.502811Z', 'utc')).toBe('2026-11-21 03:25:03.502811 UTC');
  expect(formatTime('2026-11-21T03:25:03.502811Z', 'utc', true)).toBe('2026-11-21 03:25:03 UTC');
  expect(formatTime('not a time', 'utc')).toBe('not a time');
});

test('a window says date and zone once', () => {
  const [from, to] = ['2026-11-21T03:00:00.000000Z', '2026-11-21T04:00:00.000000Z'];
  expect(formatTimeSpan(from, to, 'utc')).toBe('2026-11-21 03:00:00 to 04:00:00 UTC');
  expect(formatTimeSpan(from, '2026-11-22T00:00:00.000001Z', 'utc')).toBe(
    '2026-11-21 03:00:00.000000 to 2026-11-22 00:00:00.000001 UTC',
  );
});

test.each([
  [0.0000185, '19 µs'],
  [0.0185, '18.5 ms'],
  [1.5, '1.5 s'],
  [60, '1 min'],
  [90, '1 min 30 s'],
  [43_200, '12 h'],
  [100_800, '1 d 4 h'],
])('%s s is "%s"', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});
