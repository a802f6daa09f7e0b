import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { patternOfParts } from '@/lib/query/query-text';
import { allOf, anyOf, type NumberRange, negate, type QueryNode } from '@/lib/query/query-tree';
import { parseEventFilter, serializeEventFilter } from './event-filter';
import { normalFilter, printFilter } from './filter-query';
import { type EventFilter, emptyFilter } from './filter-state';
import { parseFilterText } from './filter-text';

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }),
  fc.constantFrom(
    'missing',
    'OR',
    'AND',
    '-x',
    '>=5',
    '4xx',
    '1..5',
    '10.0.0.0/8',
    'a\\b',
    'a"b',
    '\u202e\n',
    'a b',
    'pods/exec',
    'a.b',
    '*',
    '!',
    '&&',
  ),
);
/** As the URL has them: literal, or with stars. */
const pattern = fc
  .array(text, { minLength: 1, maxLength: 3 })
  .map(patternOfParts)
  .filter((value) => value !== '');
const values = fc.uniqueArray(fc.oneof({ weight: 4, arbitrary: pattern }, fc.constant(null)), {
  minLength: 1,
  maxLength: 3,
});
const time = fc.constantFrom(
  'now-1h',
  'now',
  '2026-01-31T00:00:00.000000Z',
  '2026-01-31T12:00:00.000001Z',
  '2026-01-31T12:30:00.500000Z',
);
const range = fc
  .tuple(fc.integer({ min: 0, max: 1e12 }), fc.constantFrom(0, 1, 2))
  .map(
    ([bound, kind]): NumberRange =>
      kind === 0
        ? { min: bound, max: null, minOpen: true, maxOpen: false }
        : kind === 1
          ? { min: null, max: bound, minOpen: false, maxOpen: false }
          : { min: bound, max: bound + 5, minOpen: false, maxOpen: false },
  );
const paths = ['requestObject.spec.containers.image', 'annotations.a b', 'requestURI', 'auditID', 'user.username'];
const leaf: fc.Arbitrary<QueryNode> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...eventFieldNames), values)
    .map(([field, list]): QueryNode => ({ kind: 'field', field, values: list })),
  values.map((list): QueryNode => ({ kind: 'name', values: list })),
  fc.uniqueArray(text, { minLength: 1, maxLength: 2 }).map((list): QueryNode => ({ kind: 'auditID', values: list })),
  text.map((found): QueryNode => ({ kind: 'text', text: found })),
  fc
    .tuple(fc.constantFrom('from' as const, 'to' as const), time)
    .map(([side, at]): QueryNode => ({ kind: 'time', side, at })),
  fc
    .tuple(fc.constantFrom(...paths, 'sourceIPs'), values)
    .map(([name, list]): QueryNode => ({ kind: 'path', path: name, values: list })),
  fc
    .tuple(fc.constantFrom(...paths), range)
    .map(([name, bounds]): QueryNode => ({ kind: 'path', path: name, values: [bounds] })),
  range.map((bounds): QueryNode => ({ kind: 'duration', values: [bounds] })),
);
const node = fc.letrec<{ node: QueryNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(allOf),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(anyOf),
    tie('node').map(negate),
  ),
})).node;
const filter: fc.Arbitrary<EventFilter> = fc
  .record({
    conditions: fc.dictionary(
      fc.constantFrom(...eventFieldNames),
      fc.oneof(
        values.map((include) => ({ include, exclude: [] })),
        values.map((exclude) => ({ include: [], exclude })),
        fc.tuple(values, values).map(([include, exclude]) => ({ include, exclude })),
      ),
    ) as fc.Arbitrary<Partial<Record<EventFieldName, { include: (string | null)[]; exclude: (string | null)[] }>>>,
    name: fc.option(pattern),
    auditID: fc.option(text),
    text: fc.option(text),
    time: fc.record({ from: fc.option(time), to: fc.option(time) }),
    expression: fc.option(node),
  })
  .map((given) => normalFilter({ ...given, conditions: { ...given.conditions } }));

describe('chips and text are one state', () => {
  it('a filter printed and read is the same filter, and so it is through the URL', () => {
    fc.assert(
      fc.property(filter, (given) => {
        const printed = printFilter(given);
        const { filter: read, problem } = parseFilterText(printed);
        expect(problem).toBeNull();
        expect(read).toEqual(given);
        if (read) expect(printFilter(read)).toBe(printed);
        if (/\p{Cs}/u.test(JSON.stringify(given).replaceAll('\\\\', ''))) return;
        const params = serializeEventFilter(given);
        expect(parseEventFilter(params)).toEqual({ filter: given, problems: [] });
      }),
      { numRuns: Number(process.env.QUERY_CASES ?? 400) },
    );
  });

  it.each([
    ['verb:delete -user:bob "x" name:a* from:now-1h', null],
    ['verb:delete OR user:bob', 'verb:delete OR user:bob'],
    ['verb:delete (user:bob OR name:x) user:a', '(user:bob OR name:x)'],
    ['user:a* user:*b', 'user:*b'],
    ['-user:a -user:b', null],
    ['-"x"', '-"x"'],
    ['duration:>1s', 'duration:>1s'],
  ])('of %s, this stays one expression: %s', (query, expected) => {
    const { filter: read } = parseFilterText(query);
    const left = read?.expression ?? null;
    expect(left === null ? null : printFilter({ ...emptyFilter, expression: left })).toBe(
      expected?.replace(/^\((.*)\)$/, '$1') ?? null,
    );
  });

  it('a query in the URL joins the chips', () => {
    const { filter: read } = parseEventFilter(new URLSearchParams('user=a&q=verb:delete -user:b (name:x OR name:y*)'));
    expect(read.conditions).toEqual({
      user: { include: ['a'], exclude: ['b'] },
      verb: { include: ['delete'], exclude: [] },
    });
    expect(read.expression).toEqual({ kind: 'name', values: ['x', 'y*'] });
  });

  it('a query that cannot be read is left out, and its place is told', () => {
    const { filter: read, problems } = parseEventFilter(new URLSearchParams('user=a&q=verb:delete (x'));
    expect(read.conditions).toEqual({ user: { include: ['a'], exclude: [] } });
    expect(problems).toEqual([
      expect.objectContaining({ parameter: 'q', column: 15, expected: expect.arrayContaining([')']) }),
    ]);
  });
});
