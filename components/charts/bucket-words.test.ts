import { expect, test } from 'vitest';
import { bucketRange, bucketWords } from '@/components/charts/bucket-words';
import type { Histogram } from '@/lib/search/event-answers';

const none = { ok: 0, clientError: 0, denied: 0, serverError: 0, noResponse: 0 };
const histogram: Histogram = {
  total: 1205,
  from: '2026-11-21T03:00:00.000000Z',
  to: '2026-11-21T05:00:00.000000Z',
  bucketSeconds: 3600,
  buckets: [
    { start: '2026-11-21T03:00:00.000000Z', ...none, ok: 1200, denied: 4 },
    { start: '2026-11-21T04:00:00.000000Z', ...none, clientError: 1 },
  ],
};

test('a bar is read with its window, total and series', () => {
  expect(bucketWords(histogram, { cursor: 0, anchor: null }, 'utc')).toBe(
    '2026-11-21 03:00:00 UTC to 2026-11-21 04:00:00 UTC: 1,204 events, ok 1,200, denied 4',
  );
});

test('a selection is read as one', () => {
  expect(bucketWords(histogram, { cursor: 1, anchor: 0 }, 'utc')).toContain('Selected 2 bars');
  expect(bucketWords(histogram, { cursor: 1, anchor: 0 }, 'utc')).toContain('1,205 events');
});

test('the window of bars ends where the last one ends', () => {
  expect(bucketRange(histogram, [1, 1])).toEqual(['2026-11-21T04:00:00.000000Z', '2026-11-21T05:00:00.000000Z']);
});
