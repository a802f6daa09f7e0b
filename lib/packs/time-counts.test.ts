// Buckets are put together as time goes on: whatever comes, no event is lost, and each stands in the bucket of its time.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import { outcomes } from '@/lib/audit/outcome';
import { TimeCounts } from './time-counts';

const START = 1_767_225_600_000_000;

it('counts every event in the bucket of its time, in sixty buckets at most', () => {
  const spans = fc.constantFrom(1, 60, 86_400, 86_400 * 400, 86_400 * 4000);
  const events = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(outcomes.length - 1)), {
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(
    fc.property(spans, events, fc.boolean(), (span, drawn, many) => {
      const counts = new TimeCounts();
      const given = drawn.map(([share, outcome]) => ({ at: START + Math.floor(share * span * 1e6), outcome }));
      // More seconds than are kept apart.
      if (many) for (let n = 0; n < 5000; n++) given.push({ at: START + n * 1_000_000, outcome: n % outcomes.length });
      for (const { at, outcome } of given) counts.add(at, outcome);
      const { bucketSeconds, buckets } = counts.bars();
      expect(buckets.length).toBeLessThanOrEqual(60);
      for (const [n, bucket] of buckets.entries()) {
        const start = parseRfc3339(bucket.start) as number;
        const inside = given.filter(({ at }) => at >= start && at < start + bucketSeconds * 1e6);
        expect(bucket.events).toBe(inside.length);
        outcomes.forEach((outcome, o) => {
          expect(bucket.outcomes[outcome]).toBe(inside.filter((event) => event.outcome === o).length);
        });
        if (n === 0 || n === buckets.length - 1) expect(bucket.events).toBeGreaterThan(0);
      }
      expect(buckets.reduce((sum, { events: some }) => sum + some, 0)).toBe(given.length);
    }),
    { numRuns: 15 },
  );
});
