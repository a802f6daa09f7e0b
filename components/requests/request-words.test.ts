import { describe, expect, it } from 'vitest';
import { durationWords, totalWords } from './request-words';

describe('the words of a list of requests', () => {
  it('have the number of requests only where it is known', () => {
    expect(totalWords({ events: 1204, requestCount: 611 })).toBe('1,204 events in 611 requests');
    expect(totalWords({ events: 1, requestCount: 1 })).toBe('1 event in 1 request');
    expect(totalWords({ events: 2_000_000, requestCount: null })).toBe('2,000,000 events');
  });

  it.each([
    ['completed', 0.0185, '18.5 ms'],
    ['completed', 0, '0 s'],
    ['completed', null, 'not known'],
    ['open', 0.25, 'open: no end recorded'],
    ['unanswered', 0, 'never completed'],
    ['panicked', 2, 'panicked after 2 s'],
    ['panicked', null, 'panicked'],
  ] as const)('say of a request that is %s after %s: %s', (state, durationSeconds, words) => {
    expect(durationWords({ state, durationSeconds })).toBe(words);
  });
});
