import { describe, expect, it } from 'vitest';
import { differenceWords, expectedWords, ratioWords } from './spike-words';

describe('words of an explanation', () => {
  it.each([
    [{ count: 5, expected: 0, ratio: null }, 'new'],
    [{ count: 0, expected: 3, ratio: 0 }, 'gone'],
    [{ count: 5, expected: null, ratio: null }, ''],
    [{ count: 5, expected: 2, ratio: 2.5 }, '2.5×'],
    [{ count: 5000, expected: 4, ratio: 1250 }, '1,250×'],
    [{ count: 1, expected: 400, ratio: 0.0025 }, '<0.1×'],
  ])('%j is %s', (value, words) => {
    expect(ratioWords(value)).toBe(words);
  });

  it('an expected number is never shown as none where there was one', () => {
    expect([0, 0.001, 0.4, 2, 2.25, 12.4, 12_345.6].map(expectedWords)).toEqual([
      '0',
      '<0.1',
      '0.4',
      '2',
      '2.3',
      '12',
      '12,346',
    ]);
    expect(expectedWords(null)).toBe('–');
    expect([0.001, 0.62, 1].map(differenceWords)).toEqual(['<1%', '62%', '100%']);
  });
});
