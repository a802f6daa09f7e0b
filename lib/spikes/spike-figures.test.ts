// The pure parts: windows of reference never touch the window, the difference is a share, and chance alone is none.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MICROSECONDS_PER_DAY, MICROSECONDS_PER_HOUR } from '@/lib/audit/microseconds';
import { byChange, distributionDifference, type ValueCounts } from './compare-counts';
import { lengthOf, restOfRange, sameHoursBefore } from './reference-windows';

const HOUR = MICROSECONDS_PER_HOUR;
const DAY = MICROSECONDS_PER_DAY;

function differenceOf(pairs: [number, number][]): number {
  const values = pairs.map(([count, referenceCount], i): ValueCounts => ({ value: `v${i}`, count, referenceCount }));
  const total = pairs.reduce((sum, [count]) => sum + count, 0);
  return distributionDifference(values, { total, referenceTotal: pairs.reduce((sum, [, n]) => sum + n, 0) });
}

describe('windows of reference', () => {
  it('the rest and the window are the range, without overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 }), (points) => {
        const [from = 0, start = 0, end = 0, to = 0] = points.sort((a, b) => a - b);
        const rest = restOfRange({ from, to }, { from: start, to: end });
        expect(lengthOf(rest) + (end - start)).toBe(to - from);
        for (const span of rest) expect(span.to <= start || span.from >= end).toBe(true);
      }),
    );
  });

  it('the days before are at the same hours, begin with the data and never reach the window', () => {
    fc.assert(
      fc.property(
        fc.nat(60 * 24),
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 28 }),
        (at, hours, days) => {
          const window = { from: at * HOUR, to: (at + hours) * HOUR };
          const windows = sameHoursBefore(window, days, 10 * DAY);
          for (const { from, to } of windows) {
            expect(to - from).toBe(hours * HOUR);
            expect((window.from - from) % DAY).toBe(0);
            expect(from).toBeGreaterThanOrEqual(10 * DAY);
            expect(to).toBeLessThanOrEqual(window.from);
          }
          expect(new Set(windows.map(({ from }) => from)).size).toBe(windows.length);
        },
      ),
    );
  });
});

describe('difference of two distributions', () => {
  it('is a share, the same whichever way round', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5000), fc.nat(5000)), { maxLength: 40 }), (pairs) => {
        const difference = differenceOf(pairs);
        expect(difference).toBeGreaterThanOrEqual(0);
        expect(difference).toBeLessThanOrEqual(1);
        expect(differenceOf(pairs.map(([a, b]) => [b, a]))).toBeCloseTo(difference, 12);
      }),
    );
  });

  it('is what cannot be accounted for', () => {
    expect(
      differenceOf([
        [500_000, 500_000],
        [500_000, 500_000],
      ]),
    ).toBe(0);
    expect(
      differenceOf([
        [1_000_000, 0],
        [0, 1_000_000],
      ]),
    ).toBeGreaterThan(0.99);
    expect(
      differenceOf([
        [700_000, 500_000],
        [300_000, 500_000],
      ]),
    ).toBeCloseTo(0.2, 2);
  });

  it('does not take a value per event for a difference of any size, nor nothing for a change', () => {
    const unique = Array.from({ length: 2000 }, (_, i): [number, number] => (i < 1000 ? [1, 0] : [0, 1]));
    // All of them are other values, and yet: with as many values as events, most of that is chance.
    expect(differenceOf(unique)).toBeLessThan(0.45);
    expect(differenceOf([[0, 12]])).toBe(0);
    expect(differenceOf([])).toBe(0);
  });

  it('lists the value that changed most first, whatever order they came in', () => {
    const values = [
      { value: 'get', count: 50, referenceCount: 900 },
      { value: 'delete', count: 45, referenceCount: 2 },
      { value: null, count: 5, referenceCount: 98 },
    ];
    const order = byChange(values, { total: 100, referenceTotal: 1000 }).map(({ value }) => value);
    expect(order).toEqual(['delete', 'get', null]);
    const other = byChange([...values].reverse(), { total: 100, referenceTotal: 1000 }).map(({ value }) => value);
    expect(other).toEqual(order);
  });
});
