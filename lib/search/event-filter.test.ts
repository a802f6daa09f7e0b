import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventFieldNames } from '@/lib/audit/event-fields';
import {
  type EventFilter,
  emptyFilter,
  parseEventFilter,
  serializeEventFilter,
  valueState,
  withValueState,
} from './event-filter';

const value = fc.oneof(fc.constant(null), fc.string({ minLength: 1, unit: 'grapheme' }));
const condition = fc.record({
  include: fc.uniqueArray(value, { maxLength: 3 }),
  exclude: fc.uniqueArray(value, { maxLength: 3 }),
});
const rowValue = fc.oneof(fc.constant(null), fc.string({ minLength: 1, unit: 'grapheme' }));
const filter: fc.Arbitrary<EventFilter> = fc
  .record({
    conditions: fc.dictionary(fc.constantFrom(...eventFieldNames), condition),
    name: rowValue,
    auditID: rowValue,
    text: rowValue,
    time: fc.constantFrom(
      { from: null, to: null },
      { from: 'now-24h', to: 'now' },
      { from: '2026-01-31T12:00:00.000001Z', to: null },
    ),
  })
  .map(({ conditions, ...rest }) => ({
    ...rest,
    expression: null,
    conditions: Object.fromEntries(
      Object.entries(conditions).filter(([, { include, exclude }]) => include.length + exclude.length > 0),
    ),
  }));

describe('a filter', () => {
  it('comes back from its URL as it was', () => {
    fc.assert(
      fc.property(filter, (given) => {
        const url = serializeEventFilter(given).toString();
        const { filter: parsed, problems } = parseEventFilter(new URLSearchParams(url));
        expect(problems).toEqual([]);
        expect(parsed).toEqual(given);
        expect(serializeEventFilter(parsed).toString()).toBe(url);
      }),
    );
  });

  it('is read from any junk without an exception', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (pairs) => {
        expect(parseEventFilter(new URLSearchParams(pairs)).filter.time).toBeDefined();
      }),
    );
  });

  it('is not made of names that objects have by birth', () => {
    const { filter: parsed } = parseEventFilter(new URLSearchParams('__proto__=x&constructor=y&toString=z'));
    expect(parsed).toEqual(emptyFilter);
  });

  it('reads both spellings of an exclusion, and empty as missing', () => {
    const { filter: parsed } = parseEventFilter(new URLSearchParams('-user=a&user!=b&verb=&-namespace='));
    expect(parsed.conditions).toEqual({
      user: { include: [], exclude: ['a', 'b'] },
      verb: { include: [null], exclude: [] },
      namespace: { include: [], exclude: [null] },
    });
  });

  it('says which time it did not understand', () => {
    const { problems } = parseEventFilter(new URLSearchParams('from=yesterday&to=2026-02-31'));
    expect(problems.map((problem) => problem.parameter)).toEqual(['from', 'to']);
    expect(problems[0]?.message).toBe('“yesterday” is not a time; expected RFC 3339, a date, or now-24h');
  });

  it('takes a value through include, exclude and neutral and back', () => {
    const included = withValueState(emptyFilter, 'user', 'alice', 'include');
    expect(valueState(included, 'user', 'alice')).toBe('include');
    const excluded = withValueState(included, 'user', 'alice', 'exclude');
    expect(valueState(excluded, 'user', 'alice')).toBe('exclude');
    expect(withValueState(excluded, 'user', 'alice', 'neutral')).toEqual(emptyFilter);
  });
});
