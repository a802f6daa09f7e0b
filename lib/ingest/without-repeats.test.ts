import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutRepeats } from './without-repeats';

test('keeps the first event of each hash, whatever they share and wherever they stand in memory', () => {
  const words = fc.integer({ min: 0, max: 2 });
  fc.assert(
    fc.property(fc.array(fc.tuple(words, words, words, words)), fc.nat({ max: 9 }), (events, shift) => {
      const memory = new Uint8Array(shift + 16 * events.length);
      const hashes = memory.subarray(shift);
      events.forEach((event, i) => {
        event.forEach((word, w) => {
          hashes[16 * i + 4 * w + 3] = word;
        });
      });
      const keys = events.map((event) => event.join());
      const expected = keys.flatMap((key, i) => (keys.indexOf(key) === i ? [i] : []));
      expect([...withoutRepeats({ hashes, count: events.length })]).toEqual(expected);
    }),
  );
});
