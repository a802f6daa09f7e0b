import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitForMiddle, visibleParts, visibleText } from '@/components/ui/visible-text';

test.each([
  ['alice', 'alice'],
  ['a\u202Ebob', 'a[U+202E]bob'],
  ['\u2066x\u2069', '[U+2066]x[U+2069]'],
  ['two\nlines\tand\r', 'two\\nlines\\tand\\r'],
  ['\u001b[31mred', 'ESC[31mred'],
  ['zero\u200Bwidth\uFEFF', 'zero[U+200B]width[U+FEFF]'],
  ['nul\0', 'nul\\0'],
  ['lone\uD800', 'lone[U+D800]'],
  ['tag\u{E0041}', 'tag[U+E0041]'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['Müller 日本 🚀', 'Müller 日本 🚀'],
])('%j is shown as %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test('no invisible character is left in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(visibleParts(text).every((part) => part.text.length > 0)).toBe(true);
    }),
  );
});

test('a value is split without losing a character, unless it is very long', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
      const { head, tail, cut } = splitForMiddle(text);
      expect(head.length + cut + tail.length).toBe(text.length);
      expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
    }),
  );
});
