// Which days go, for any sizes and any limits.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseLimit } from './choose-limit';
import type { KeptDay } from './kept-days';

const days: fc.Arbitrary<KeptDay[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers
        .sort((a, b) => a - b)
        .map((day) =>
          fc.record({
            day: fc.constant(day),
            firstAt: fc.constant(0),
            blocks: fc.constant(1),
            events: fc.nat(),
            bytes: fc.nat(1000),
          }),
        ),
    ),
  );
const limit = fc.option(fc.integer({ min: 1, max: 40 }));
const policies = fc.record({
  retainDays: limit,
  retainBytes: fc.option(fc.integer({ min: 1, max: 9000 })),
  missingBytes: fc.oneof(fc.constant(0), fc.nat(9000)),
});

it('keeps the newest day, what is young enough, and no more than is allowed where that is possible', () => {
  fc.assert(
    fc.property(days, policies, fc.integer({ min: 0, max: 45 }), (kept, policy, today) => {
      const chosen = chooseLimit(kept, policy, today);
      const before = chosen?.beforeDay ?? Number.NEGATIVE_INFINITY;
      const stays = kept.filter(({ day }) => day >= before);
      const goes = kept.filter(({ day }) => day < before);
      const past = kept.filter(({ day }) => day <= today);
      if (kept.length > 0) expect(stays.length).toBeGreaterThan(0);
      if (past.length > 0) expect(stays).toContain(past.at(-1));
      if (chosen) expect(goes.length).toBeGreaterThan(0);
      const { retainDays, retainBytes, missingBytes } = policy;
      if (retainDays === null && retainBytes === null && missingBytes === 0) expect(chosen).toBeNull();
      const bytes = (some: KeptDay[]) => some.reduce((sum, day) => sum + day.bytes, 0);
      const onlyNewest = past.length === 0 || stays[0] === past.at(-1);
      if (!onlyNewest) {
        if (retainDays !== null) expect(stays[0]?.day).toBeGreaterThanOrEqual(today - retainDays);
        if (retainBytes !== null) expect(bytes(stays)).toBeLessThanOrEqual(retainBytes);
        expect(bytes(goes)).toBeGreaterThanOrEqual(missingBytes);
      }
      // The last day that goes had to.
      const last = goes.at(-1);
      if (!last) return;
      const tooOld = retainDays !== null && last.day < today - retainDays;
      const tooMuch = retainBytes !== null && bytes([last, ...stays]) > retainBytes;
      expect(tooOld || tooMuch || bytes(goes.slice(0, -1)) < missingBytes).toBe(true);
    }),
  );
});
