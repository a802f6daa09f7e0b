import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CommitQueue } from './commit-queue';

const ticks = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 40 });

async function wait(n: number): Promise<void> {
  for (let i = 0; i < n; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('A queue of commits', () => {
  test('commits everything once, in order, never more than so many together and never two at a time', async () => {
    await fc.assert(
      fc.asyncProperty(ticks, fc.integer({ min: 1, max: 5 }), async (preparations, most) => {
        const committed: number[] = [];
        let busy = false;
        const queue = new CommitQueue<number>(most, async (group) => {
          expect(busy).toBe(false);
          expect(group.length).toBeLessThanOrEqual(most);
          busy = true;
          await wait(2);
          committed.push(...group);
          busy = false;
        });
        await Promise.all(preparations.map((duration, i) => queue.add(wait(duration).then(() => i))));
        expect(committed).toEqual(preparations.map((_, i) => i));
      }),
      { numRuns: 60 },
    );
  });

  test('commits nothing behind what failed, whether in the preparation or in the commit', async () => {
    const fails = fc.constantFrom('preparation', 'commit');
    await fc.assert(
      fc.asyncProperty(ticks, fc.nat({ max: 39 }), fails, async (preparations, place, where) => {
        const bad = place % preparations.length;
        const committed: number[] = [];
        const queue = new CommitQueue<number>(3, async (group) => {
          await wait(1);
          if (where === 'commit' && group.includes(bad)) throw new Error('the commit failed');
          committed.push(...group);
        });
        const prepare = async (i: number, duration: number) => {
          await wait(duration);
          if (where === 'preparation' && i === bad) throw new Error('the preparation failed');
          return i;
        };
        const ends = await Promise.allSettled(preparations.map((duration, i) => queue.add(prepare(i, duration))));
        expect(committed).toEqual(committed.map((_, i) => i));
        expect(committed.length).toBeLessThanOrEqual(bad);
        expect(ends.map(({ status }) => status === 'fulfilled')).toEqual(
          preparations.map((_, i) => i < committed.length),
        );
        if (where === 'preparation') expect(committed.length).toBe(bad);
      }),
      { numRuns: 60 },
    );
  });
});
