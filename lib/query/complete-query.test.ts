import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPlace } from './complete-query';

/** `|` is the caret. */
function placeIn(marked: string) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = findPlace(text, caret);
  return { ...place, replaced: text.slice(place.from, place.to) };
}

describe('what is typed', () => {
  it.each([
    ['|', '', false],
    ['us|', 'us', false],
    ['-us|', 'us', false],
    ['verb:get |', '', true],
    ['verb:get us|', 'us', true],
    ['verb:get OR |', '', false],
    ['verb:get (us|', 'us', false],
    ['(verb:get) |', '', true],
    ['verb:(get) |', '', true],
  ])('in %s begins a condition', (marked, typed, joins) => {
    expect(placeIn(marked)).toMatchObject({ kind: 'condition', typed, joins, replaced: typed });
  });

  it('a name is replaced with its colon', () => {
    expect(placeIn('us|er:bob')).toMatchObject({ kind: 'condition', typed: 'us', replaced: 'user:' });
  });

  it.each([
    ['user:|', 'user', '', '', ' '],
    ['user:al|', 'user', 'al', 'al', ' '],
    ['verb:get user:al|', 'user', 'al', 'al', 'verb:get  '],
    ['verb:get -user:al| code:403', 'user', 'al', 'al', 'verb:get   code:403'],
    ['user:"al|', 'user', 'al', '"al', ' '],
    ['user:"al|ice"', 'user', 'al', '"alice"', ' '],
    ['user:a,b|', 'user', 'b', 'b', ' '],
    ['user:a,|', 'user', '', '', ' '],
    ['user:(a OR b|', 'user', 'b', 'b', ' '],
    ['user:(a OR |', 'user', '', '', ' '],
    ['ns:kube|-system', 'namespace', 'kube', 'kube-system', ' '],
    ['user=al|', 'user', 'al', 'al', ' '],
  ])('in %s is a value of %s', (marked, field, typed, replaced, rest) => {
    expect(placeIn(marked)).toMatchObject({ kind: 'value', subject: { kind: 'field', field }, typed, replaced, rest });
  });

  it('is found in any text at any place', () => {
    const pieces = fc.constantFrom('user:', '(', ')', '"', '\\', ',', ' ', 'OR', 'NOT ', '-', 'a', '>=', 'code', '*');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 10 }), fc.nat(30), (parts, caret) => {
        const text = parts.join('');
        const at = Math.min(caret, text.length);
        const { from, to } = findPlace(text, at);
        expect(from).toBeLessThanOrEqual(at);
        expect(to).toBeGreaterThanOrEqual(at);
        expect(to).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
