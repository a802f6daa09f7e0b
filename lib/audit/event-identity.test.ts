import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, TooDeepError } from './canonical-json';
import { auditKey, eventHash } from './event-identity';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The same value written another way: keys in reverse order, white space, every character of strings escaped. */
function respell(value: Json): string {
  if (typeof value === 'string') {
    return `"${[...value].map((c) => [...Array(c.length).keys()].map((i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')).join('')}"`;
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[ ${value.map(respell).join(' ,\n')} ]`;
  const entries = Object.entries(value).reverse();
  return `{\t${entries.map(([key, inner]) => `${respell(key)} : ${respell(inner)}`).join(',\n ')} }`;
}

const jsonObject = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 12 });
const hashOf = (text: string) => eventHash(JSON.parse(text) as object, text);

describe('canonical JSON', () => {
  it('is the value with its keys sorted by UTF-16 code units, as RFC 8785 shows it', () => {
    const value = JSON.parse(
      '{"\\u20ac":"Euro","\\r":"CR","1":"One","\\ud83d\\ude00":"Smiley","\\u0080":"Control","numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]}',
    );
    expect(canonicalJson(value).text).toBe(
      '{"\\r":"CR","1":"One","numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"\u0080":"Control","€":"Euro","😀":"Smiley"}',
    );
  });

  it('parses back to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value).text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps a key named __proto__ and changes no prototype', () => {
    const value = JSON.parse('{"b":1,"__proto__":{"admin":true},"a":2}');
    expect(canonicalJson(value).text).toBe('{"__proto__":{"admin":true},"a":2,"b":1}');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('refuses what is nested too deep instead of overflowing the stack', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(() => canonicalJson(deep)).toThrow(TooDeepError);
  });
});

describe('the identity of an event', () => {
  it('does not depend on how the event is written', () => {
    fc.assert(
      fc.property(jsonObject, (event) => {
        expect(hashOf(respell(event as Json))).toBe(hashOf(JSON.stringify(event)));
      }),
    );
  });

  it('leaves out kind, apiVersion and metadata, which items of an EventList lack', () => {
    fc.assert(
      fc.property(jsonObject, (event) => {
        const { kind: _k, apiVersion: _a, metadata: _m, ...bare } = event;
        const wrapped = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', ...bare };
        expect(hashOf(JSON.stringify(wrapped))).toBe(hashOf(JSON.stringify(bare)));
      }),
    );
  });

  it('changes with any value', () => {
    fc.assert(
      fc.property(jsonObject, fc.string({ minLength: 1 }), (event, value) => {
        fc.pre(event.verb !== value);
        expect(hashOf(JSON.stringify({ ...event, verb: value }))).not.toBe(hashOf(JSON.stringify(event)));
      }),
    );
  });

  it('tells numbers apart that a double cannot', () => {
    expect(hashOf('{"a":{"replicas":9007199254740993}}')).not.toBe(hashOf('{"a":{"replicas":9007199254740992}}'));
    expect(hashOf('{"a":1e400000}')).not.toBe(hashOf('{"a":1e500000}'));
    expect(hashOf('{"a": 9007199254740993 ,"b":1}')).toBe(hashOf('{"b":1,"a":9007199254740993}'));
  });

  it('is not the auditID: another content under the same one is another event', () => {
    const event = { auditID: 'x', stage: 'ResponseComplete', verb: 'delete' };
    expect(hashOf(JSON.stringify(event))).not.toBe(hashOf(JSON.stringify({ ...event, verb: 'get' })));
  });
});

describe('the key of an auditID', () => {
  it('is the auditID itself where it is a UUID as Kubernetes writes it', () => {
    expect(auditKey('d4f7768d-1a06-495f-ba9f-6241cc7cbc68')).toEqual({
      key: 'd4f7768d-1a06-495f-ba9f-6241cc7cbc68',
      isId: true,
    });
  });

  it('is from its hash for anything a client made up', () => {
    for (const made of [
      '',
      'x',
      'D4F7768D-1A06-495F-BA9F-6241CC7CBC68',
      "'; drop table event; --",
      '\0',
      'a'.repeat(1e6),
    ]) {
      expect(auditKey(made)).toEqual({ key: expect.stringMatching(/^[0-9a-f]{32}$/), isId: false });
    }
  });
});
