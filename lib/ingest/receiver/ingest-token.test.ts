import { describe, expect, it } from 'vitest';
import { isToken, makeToken, prefixOf } from './ingest-token';

describe('a token', () => {
  it('is found by its prefix and known by its hash, which does not hold it', () => {
    const { token, prefix, sha256 } = makeToken();
    expect(prefixOf(token)).toBe(prefix);
    expect(isToken(token, sha256)).toBe(true);
    expect(Buffer.from(token.split('_').slice(2).join('_'), 'base64url')).toHaveLength(32);
    expect(sha256.includes(token)).toBe(false);
  });

  it('is not another', () => {
    const { sha256 } = makeToken();
    expect(isToken(makeToken().token, sha256)).toBe(false);
    expect(isToken('', sha256)).toBe(false);
    expect(isToken('', new Uint8Array(0))).toBe(false);
  });

  it.each([
    '',
    'plumb_',
    'plumb_00000000000_x',
    `plumb_000000000000_${'x'.repeat(42)}`,
    `plumb_00000000000G_${'x'.repeat(43)}`,
  ])('“%s” is none', (text) => {
    expect(prefixOf(text)).toBeNull();
  });
});
