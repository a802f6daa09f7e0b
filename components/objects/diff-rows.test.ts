import { describe, expect, it } from 'vitest';
import type { DiffHunk } from '@/lib/objects/history-answers';
import { numberLines, pairLines } from './diff-rows';

const hunk: DiffHunk = {
  oldStart: 7,
  newStart: 9,
  lines: [
    { kind: 'same', text: 'a' },
    { kind: 'removed', text: 'b' },
    { kind: 'removed', text: 'c' },
    { kind: 'added', text: 'd' },
    { kind: 'same', text: 'e' },
    { kind: 'added', text: 'f' },
  ],
};

describe('the lines of a hunk', () => {
  it('are numbered on both sides', () => {
    expect(numberLines(hunk).map(({ oldNumber, newNumber }) => [oldNumber, newNumber])).toEqual([
      [7, 9],
      [8, null],
      [9, null],
      [null, 10],
      [10, 11],
      [null, 12],
    ]);
  });

  it('stand side by side, what was removed beside what came instead', () => {
    const pairs = pairLines(numberLines(hunk));
    expect(pairs.map(({ old, now }) => [old?.text ?? null, now?.text ?? null])).toEqual([
      ['a', 'a'],
      ['b', 'd'],
      ['c', null],
      ['e', 'e'],
      [null, 'f'],
    ]);
    expect(new Set(pairs.map(({ key }) => key)).size).toBe(pairs.length);
  });
});
