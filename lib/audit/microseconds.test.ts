import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRfc3339, parseRfc3339 } from './microseconds';

describe('times in microseconds', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9e15 }), (at) => {
        expect(parseRfc3339(formatRfc3339(at))).toBe(at);
      }),
    );
  });

  it('are written as a Date writes them, and three digits more', () => {
    fc.assert(
      fc.property(fc.integer({ min: -6e15, max: 9e15 }), (at) => {
        const milliseconds = Math.floor(at / 1000);
        const rest = String(at - milliseconds * 1000).padStart(3, '0');
        expect(formatRfc3339(at)).toBe(`${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z`);
      }),
    );
  });

  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-11-21T03:25:03.502811Z', 1795231503502811],
    ['2026-11-21T04:25:03.502811+01:00', 1795231503502811],
    ['2026-11-20T23:25:03.5-04:00', 1795231503500000],
    ['2026-11-21T03:25:03.502811999Z', 1795231503502811],
    ['2026-11-21 03:25:03.502811', 1795231503502811],
    ['2017-07-12T11:02:43Z', 1499857363000000],
  ])('%s', (text, at) => {
    expect(parseRfc3339(text)).toBe(at);
  });

  it.each(['', 'now', '2026-02-31T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T25:00:00Z', '2026-01-01', '1e400'])(
    '%j is none',
    (text) => {
      expect(parseRfc3339(text)).toBeNull();
    },
  );
});
