import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandPath, highest, niceTop, runsOf, stepPath } from '@/components/charts/band-shape';
import { deviationsAt, numberDeviations, placeInBand, pointWords } from '@/components/charts/band-words';
import type { BaselinePoint, Deviation } from '@/lib/baselines/deviation-answers';

const point = (actual: number, more: Partial<BaselinePoint> = {}): BaselinePoint => ({
  start: '2026-03-18T07:00:00.000000Z',
  actual,
  expected: 10,
  p50: [8, 12],
  p95: [4, 18],
  p999: [1, 30],
  masked: false,
  learning: false,
  ...more,
});
const none = { expected: null, p50: null, p95: null, p999: null };
const scales = { x: (index: number) => index * 10, y: (count: number) => 100 - count };

describe('the shape of a band', () => {
  it('goes up along the high ends and back along the low ones, in a piece for each run', () => {
    expect(bandPath([point(1), point(2)], 'p50', scales)).toBe('M0,88 10,88 10,88 20,88 20,92 10,92 10,92 0,92Z');
    const pieces = bandPath([point(1), point(2, none), point(3)], 'p95', scales).match(/M/g);
    expect(pieces).toHaveLength(2);
    expect(bandPath([point(1, none)], 'p999', scales)).toBe('');
  });

  it('leaves a gap in a line where nothing was expected', () => {
    expect(stepPath([1, null, 3], scales)).toBe('M0,99 10,99M20,97 30,97');
  });

  it('finds all runs, whatever holds', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (items) => {
        const covered = new Set<number>();
        for (const [first, end] of runsOf(items, (item) => item)) {
          expect(items[first - 1] ?? false).toBe(false);
          expect(items[end] ?? false).toBe(false);
          for (let i = first; i < end; i++) covered.add(i);
        }
        expect(items.map((_, i) => covered.has(i))).toEqual(items);
      }),
    );
  });

  it('has room for what was counted and for 95 % of what was expected', () => {
    expect(highest([point(3), point(40)])).toBe(40);
    expect(highest([point(3)])).toBe(18);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (count) => {
        const top = niceTop(count);
        expect(top).toBeGreaterThanOrEqual(count);
        expect(top).toBeLessThanOrEqual(Math.max(2, count * 2));
        expect(Number.isInteger(top / 2)).toBe(true);
      }),
    );
  });
});

const deviation = (id: string, start: string, end: string) =>
  ({ id, start, end, explanation: { sentence: `sentence ${id}` } }) as Deviation;

describe('the words of a band', () => {
  it.each([
    [0, 'below the 99.9 % band'],
    [2, 'below the 95 % band'],
    [5, 'within the 95 % band'],
    [10, 'within the 50 % band'],
    [20, 'above the 95 % band'],
    [31, 'above the 99.9 % band'],
  ])('%d is %s', (actual, words) => {
    expect(placeInBand(point(actual))).toBe(words);
  });

  it('numbers deviations in the order of their time, and names them where they touch', () => {
    const numbered = numberDeviations([
      deviation('b', '2026-03-18T08:00:00Z', '2026-03-18T09:00:00Z'),
      deviation('a', '2026-03-18T07:10:00Z', '2026-03-18T07:20:00Z'),
    ]);
    expect(numbered.map(({ number, deviation: { id } }) => [number, id])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    const touching = deviationsAt(numbered, '2026-03-18T07:00:00.000000Z', 3600);
    expect(touching.map(({ number }) => number)).toEqual([1]);
    expect(pointWords(point(31, { masked: true }), touching, 'utc')).toBe(
      '2026-03-18 07:00:00 UTC: 31, expected 10, above the 99.9 % band, the record has gaps here, deviation 1: sentence a',
    );
    expect(pointWords(point(1, none), [], 'utc')).toContain('nothing expected yet');
  });
});
