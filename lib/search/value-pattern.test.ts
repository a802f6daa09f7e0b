import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, escapeValue, literalOf } from './value-pattern';

describe('a value pattern', () => {
  it('that was escaped matches its value and nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, other) => {
        expect(literalOf(escapeValue(value))).toBe(value);
        const matches = compilePattern(escapeValue(value), 'text');
        expect(matches(value)).toBe(true);
        expect(matches(other)).toBe(other === value);
      }),
    );
  });

  it('with stars matches as a regular expression would', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (glob, value) => {
        fc.pre(glob.includes('*'));
        const oracle = new RegExp(`^${glob.replaceAll('*', '.*')}$`);
        expect(compilePattern(glob, 'text')(value)).toBe(oracle.test(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes linear time on what makes regular expressions explode', () => {
    const started = performance.now();
    expect(compilePattern(`${'*a'.repeat(500)}*b`, 'text')('a'.repeat(100_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it.each([
    ['>=400', [400, 503], [399, 200]],
    ['>400', [401], [400]],
    ['<300', [200], [300]],
    ['<=300', [300], [301]],
    ['400-499', [400, 499], [399, 500]],
    ['4xx', [400, 499], [399, 500]],
    ['404', [404], [403, 4040]],
  ])('%s on response codes', (pattern, yes, no) => {
    const matches = compilePattern(pattern, 'number');
    for (const code of yes) expect(matches(String(code))).toBe(true);
    for (const code of no) expect(matches(String(code))).toBe(false);
  });

  it('knows comparisons on numbers only', () => {
    expect(compilePattern('>=400', 'text')('503')).toBe(false);
    expect(compilePattern('>=400', 'text')('>=400')).toBe(true);
  });
});
