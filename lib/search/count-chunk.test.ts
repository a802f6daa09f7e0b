import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CountChunk } from './count-chunk';

it('sums to what was put in, however it came in and however often it was folded', () => {
  const addition = fc.tuple(fc.nat(3), fc.nat(40), fc.integer({ min: 1, max: 9 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(addition, { maxLength: 600 }), (additions) => {
      const chunk = new CountChunk(4);
      const expected = new Map<string, number>();
      for (const [time, combination, count, live] of additions) {
        if (live) chunk.add(time, combination, count);
        else chunk.append(time, combination, count);
        const key = `${time} ${combination}`;
        expected.set(key, (expected.get(key) ?? 0) + count);
      }
      const sums = new Map<string, number>();
      for (let i = 0; i < chunk.length; i++) {
        const key = `${chunk.times[i]} ${chunk.combinations[i]}`;
        sums.set(key, (sums.get(key) ?? 0) + (chunk.counts[i] ?? 0));
      }
      expect(sums).toEqual(expected);
    }),
  );
});
