import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNetwork } from './ip-network';
import { compilePattern, escapeValue } from './value-pattern';

describe('a network', () => {
  it('has the addresses that Node counts to it', () => {
    const v4 = fc.ipV4();
    const v6 = fc.ipV6().filter((address) => !/[.]/.test(address));
    const cases = fc.oneof(
      fc.record({ base: v4, length: fc.integer({ min: 0, max: 32 }), address: v4, kind: fc.constant('ipv4' as const) }),
      fc.record({
        base: v6,
        length: fc.integer({ min: 0, max: 128 }),
        address: v6,
        kind: fc.constant('ipv6' as const),
      }),
    );
    fc.assert(
      fc.property(cases, fc.boolean(), ({ base, length, address, kind }, near) => {
        const tested = near ? base : address;
        const list = new BlockList();
        list.addSubnet(base, length, kind);
        expect(compileNetwork(`${base}/${length}`)?.(tested)).toBe(list.check(tested, kind));
      }),
      { numRuns: 500 },
    );
  });

  it.each(['10.0.0.0/33', '10.0.0/8', '10.0.0.0/', '/8', '2001:db8::/129', 'x/8', '0x7f.0.0.1/8', '10.0.0.0/8/8'])(
    'is not %s',
    (text) => {
      expect(compileNetwork(text)).toBeNull();
    },
  );

  it('has IPv4 written within IPv6, and nothing that is no address', () => {
    const matches = compileNetwork('10.0.0.0/8');
    expect(matches?.('::ffff:10.1.2.3')).toBe(true);
    expect(matches?.('10.1')).toBe(false);
    expect(matches?.('<script>')).toBe(false);
  });

  it('that is a value itself is found as that value only', () => {
    const matches = compilePattern(escapeValue('10.0.0.0/8'), 'address');
    expect(matches('10.0.0.0/8')).toBe(true);
    expect(matches('10.1.1.1')).toBe(false);
  });
});
