import { expect, it } from 'vitest';
import { uncovered } from '@/lib/coverage/find-gaps';
import { coverageBetween, coverageWords, formatPercent } from './coverage-words';

const BUCKET = 5_970_528;
const hole = { ...uncovered('uncovered', BUCKET, BUCKET + 2), lost: 1000 };
const thin = { ...uncovered('uncovered', BUCKET + 3, BUCKET + 4), percent: 62, lost: 1240, reason: 'thinned' as const };
const at = (bucket: number) => new Date(bucket * 300_000).toISOString();

it('is said of the part of a gap that lies in the bar', () => {
  expect(coverageBetween([hole, thin], at(BUCKET + 1), at(BUCKET + 2))).toEqual({ percent: 0, lost: 500 });
  expect(coverageBetween([hole, thin], at(BUCKET - 2), at(BUCKET + 2))).toEqual({ percent: 50, lost: 1000 });
  expect(coverageWords([hole, thin], at(BUCKET + 3), at(BUCKET + 4))).toBe('coverage 62 %, about 1,240 events missing');
});

it('is not said where nothing is missing, nor a number that nobody knows', () => {
  expect(coverageWords([hole, thin], at(BUCKET + 2), at(BUCKET + 3))).toBe(null);
  expect(coverageWords([{ ...hole, lost: null }], at(BUCKET), at(BUCKET + 1))).toBe('nothing was recorded');
});

it('is never rounded to everything', () => {
  expect(formatPercent(99.99)).toBe('99.9 %');
  expect(formatPercent(100)).toBe('100 %');
});
