import fc from 'fast-check';
import { expect, test } from 'vitest';
import { personOf } from './current-person';
import { nameCookie, readNameCookie } from './name-cookie';
import { nobody, webActor } from './person';

const HEADER = 'x-forwarded-user';
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
const cookieOf = (name: string) => nameCookie(name, true).split(';')[0] ?? '';

/** Headers as Node gives them: one character a byte. */
const headersOf = (values: Record<string, string>) => ({
  get: (name: string) => (values[name] === undefined ? null : Buffer.from(values[name], 'utf8').toString('latin1')),
});

test('without the setting a header names nobody, and a stated name is said to be one', () => {
  expect(personOf(headersOf({ [HEADER]: 'root' }), undefined)).toEqual(nobody);
  const stated = personOf(headersOf({ [HEADER]: 'root', cookie: `a=b; ${cookieOf('Zoë Müller')}; c=d` }), undefined);
  expect(stated).toEqual({ name: 'Zoë Müller', how: 'stated' });
  expect(webActor(stated)).toBe('web: Zoë Müller (stated)');
  expect(webActor(nobody)).toBe('web');
});

test('with the setting the proxy names people, and nobody names himself', () => {
  const cookie = cookieOf('root');
  expect(personOf(headersOf({ [HEADER]: ' Zoë ', cookie }), HEADER)).toEqual({ name: 'Zoë', how: 'proxy' });
  expect(personOf(headersOf({ cookie }), HEADER)).toEqual(nobody);
  expect(personOf(headersOf({ [HEADER]: '  ', cookie }), HEADER)).toEqual(nobody);
});

test('a name of a proxy that could read as another is told apart from it', () => {
  expect(personOf(headersOf({ [HEADER]: 'alice\u202e' }), HEADER).name).toBe('alice[U+202E]');
  expect(personOf({ get: () => 'alic\xe9' }, HEADER).name).toBe('alicé'); // Latin-1 of an old proxy
  const long = (end: string) => personOf(headersOf({ [HEADER]: `${'x'.repeat(900)}${end}` }), HEADER).name;
  expect(long('a')).toHaveLength(256);
  expect(long('a')).not.toBe(long('b'));
});

test('whatever a proxy says, the name is short and can be seen', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const { name } = personOf(headersOf({ [HEADER]: text }), HEADER);
      expect(name.length).toBeLessThanOrEqual(256);
      expect(name).not.toMatch(INVISIBLE);
    }),
  );
});

test('a stated name comes back as it was, or not at all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const name = text.normalize('NFC').trim();
      const allowed = name !== '' && name.length <= 256 && !INVISIBLE.test(name);
      expect(readNameCookie(`x=1; ${cookieOf(text)}`)).toBe(allowed ? name : null);
    }),
  );
  for (const cookie of ['', 'plumbline-name', 'plumbline-name=', 'plumbline-name=%', 'xplumbline-name=a']) {
    expect(readNameCookie(cookie)).toBeNull();
  }
});

test('the cookie is for this site alone, and can be taken back', () => {
  expect(nameCookie('a;b=c', false)).toBe('plumbline-name=a%3Bb%3Dc; path=/; max-age=31536000; samesite=strict');
  expect(nameCookie('a', true)).toMatch(/; secure$/);
  expect(nameCookie(null, false)).toMatch(/max-age=0/);
});
