import { describe, expect, it } from 'vitest';
import { codeSeries, countsOf } from '@/components/overview/code-series';

const start = '2026-11-21T03:00:00.000000Z';

describe('codeSeries', () => {
  it('sorts by total and keeps the colour family of the outcome', () => {
    const series = codeSeries({
      bucketSeconds: 60,
      buckets: [
        { start, codes: { '403': 1, '404': 5, '409': 2 } },
        { start, codes: { '500': 3, none: 1 } },
      ],
    });
    expect(series.map(({ code, total, outcome }) => [code, total, outcome])).toEqual([
      ['404', 5, 'clientError'],
      ['500', 3, 'serverError'],
      ['409', 2, 'clientError'],
      ['403', 1, 'denied'],
      ['none', 1, 'denied'],
    ]);
    expect(new Set(series.map(({ fill }) => fill)).size).toBe(5);
  });

  it('joins what is beyond seven codes, and loses none', () => {
    const codes = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [String(400 + i * 5), 12 - i]));
    const series = codeSeries({ bucketSeconds: 60, buckets: [{ start, codes }] });
    expect(series).toHaveLength(8);
    expect(series.reduce((sum, { total }) => sum + total, 0)).toBe(78);
    const counts = countsOf(codes, series);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(78);
    expect(counts.other).toBe(5 + 4 + 3 + 2 + 1);
  });
});
