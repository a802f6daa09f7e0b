import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listWithTail, noTailRows, withArrived, withHeldShown } from '@/components/events/tail-rows';
import type { EventRow } from '@/lib/search/event-answers';

// Only the id of a row is looked at.
const row = (n: number) => ({ id: String(n) }) as EventRow;
const idsOf = (rows: readonly EventRow[]) => rows.map(({ id }) => Number(id));

test('new events come to the top, the last committed first, and wait while somebody reads', () => {
  const listed = [row(2), row(1)];
  let tail = withArrived(noTailRows, [row(3), row(4)], { listed, reading: false });
  expect(idsOf(listWithTail(tail, listed))).toEqual([4, 3, 2, 1]);
  tail = withArrived(tail, [row(5), row(6)], { listed, reading: true });
  expect(idsOf(listWithTail(tail, listed))).toEqual([4, 3, 2, 1]);
  expect(idsOf(tail.held)).toEqual([6, 5]);
  tail = withHeldShown(tail, listed);
  expect(idsOf(listWithTail(tail, listed))).toEqual([6, 5, 4, 3, 2, 1]);
});

test('whatever pages, arrivals and pauses come in which order, every event is in the list exactly once in the end', () => {
  type Step = { kind: 'page' | 'tail' | 'again' | 'resume'; ids: number[]; reading: boolean };
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('page', 'tail', 'again', 'resume'),
    ids: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }),
    reading: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let listed: EventRow[] = [];
      let tail = noTailRows;
      const arrived = new Set<number>();
      for (const { kind, ids, reading } of steps) {
        if (kind === 'page') {
          const known = new Set(idsOf(listed));
          listed = [...listed, ...[...new Set(ids)].filter((id) => !known.has(id)).map(row)];
        } else if (kind === 'resume') {
          tail = withHeldShown(tail, listed);
        } else {
          // A tail tells an event once, but one that was asked for again after a lost answer may come twice.
          const told = [...new Set(ids)].filter((id) => kind === 'again' || !arrived.has(id));
          for (const id of told) arrived.add(id);
          tail = withArrived(tail, told.map(row), { listed, reading });
        }
        const shown = idsOf(listWithTail(tail, listed));
        expect(new Set(shown).size).toBe(shown.length);
      }
      const all = idsOf(listWithTail(withHeldShown(tail, listed), listed));
      expect(all.sort()).toEqual([...new Set([...arrived, ...idsOf(listed)])].sort());
    }),
  );
});
