import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { changedPaths } from './changed-paths';
import { diffStates } from './diff-states';

const whole = { context: 100_000, bookkeeping: true };

/** Objects as JSON can hold them, with the keys and values that break writers of YAML. */
const key = fc.oneof(
  fc.constantFrom('spec', 'a.b/c', '__proto__', 'null', '- x', 'yes', '1', '', '<<', '\u202e', 'a\nb', '? k', '*a'),
  fc.string({ maxLength: 6 }),
);
const leaf = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -0.5,
    'true',
    '0x10',
    '|',
    '# no',
    'a: b',
    'line\nline\n',
    '  ',
    '\u0000',
    '---',
    '\u2028',
  ),
  fc.string(),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const object = fc.dictionary(key, tree, { maxKeys: 5, noNullPrototype: true });

function side(diff: ReturnType<typeof diffStates>, left: 'removed' | 'added'): string {
  const lines = diff.hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind === 'same' || kind === left);
  return lines.map(({ text }) => text).join('\n');
}

describe('the difference of two states', () => {
  it('holds both of them, and nothing where they are equal', () => {
    fc.assert(
      fc.property(object, object, (a, b) => {
        const diff = diffStates(a, b, whole);
        expect(diff.tooDifferent).toBe(false);
        if (diff.hunks.length === 0) {
          expect(diffStates(null, a, whole)).toEqual(diffStates(null, b, whole));
          return;
        }
        expect(parse(side(diff, 'removed'))).toEqual(parse(side(diffStates(null, a, whole), 'added')));
        expect(parse(side(diff, 'added'))).toEqual(parse(side(diffStates(null, b, whole), 'added')));
        expect(diffStates(a, a, whole).hunks).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('does not show what only the keeping of books changed, unless asked', () => {
    const state = (replicas: number, version: string) => ({
      metadata: { name: 'web', resourceVersion: version, managedFields: [{ manager: version }] },
      spec: { replicas },
    });
    expect(diffStates(state(1, '7'), state(1, '8'), { context: 3, bookkeeping: false }).hunks).toEqual([]);
    expect(diffStates(state(1, '7'), state(1, '8'), { context: 3, bookkeeping: true })).toMatchObject({
      added: 2,
      removed: 2,
    });
    expect(diffStates(state(1, '7'), state(2, '8'), { context: 0, bookkeeping: false }).hunks).toEqual([
      {
        oldStart: 4,
        newStart: 4,
        lines: [
          { kind: 'removed', text: '  replicas: 1' },
          { kind: 'added', text: '  replicas: 2' },
        ],
      },
    ]);
  });

  it('gives up where there is nothing in common, instead of taking minutes', () => {
    const many = (word: string) => ({ lines: Array.from({ length: 9000 }, (_, i) => `${word} ${i}`) });
    expect(diffStates(many('a'), many('b'), whole)).toEqual({ hunks: [], added: 0, removed: 0, tooDifferent: true });
  });
});

describe('the fields that differ', () => {
  it('are none exactly where the two are equal', () => {
    fc.assert(
      fc.property(object, object, (a, b) => {
        const [one, two] = [JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b))];
        expect(changedPaths(one, JSON.parse(JSON.stringify(one)))).toEqual([]);
        const equal = diffStates(one, two, whole).hunks.length === 0;
        if (!equal) expect(changedPaths(one, two).length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });

  it('are named by their path', () => {
    const before = { spec: { replicas: 1, containers: [{ image: 'a' }, { image: 'b' }], 'x.y/z': 1 }, status: {} };
    const after = { spec: { replicas: 2, containers: [{ image: 'a' }, { image: 'c' }] }, status: {}, data: null };
    expect(changedPaths(before, after)).toEqual(['spec.replicas', 'spec.containers[1].image', 'spec."x.y/z"', 'data']);
  });
});
