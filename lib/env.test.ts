import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseEnv } from './env';

describe('parseEnv', () => {
  test('an empty environment has the defaults', () => {
    const defaults = { PORT: 3000, HOST: '127.0.0.1', PLUMBLINE_DATA: path.resolve('.plumbline') };
    expect(parseEnv({})).toMatchObject(defaults);
    expect(parseEnv({ PORT: '', HOST: '', DATABASE_URL: '', PLUMBLINE_DATA: '' })).toMatchObject(defaults);
    expect(parseEnv({}).DATABASE_URL).toBeUndefined();
  });

  test('reads what is set', () => {
    expect(parseEnv({ PORT: '8080', HOST: '::1', DATABASE_URL: 'postgresql://a@b/c' })).toMatchObject({
      PORT: 8080,
      HOST: '::1',
      DATABASE_URL: 'postgresql://a@b/c',
    });
  });

  test.each(['abc', '0', '65536', '80.5', '-1'])('PORT=%s is refused by name', (PORT) => {
    expect(() => parseEnv({ PORT })).toThrow(new RegExp(`PORT is "${PORT.replace('.', '\\.')}": expected`));
  });

  test('a wrong DATABASE_URL is refused without repeating its password', () => {
    expect(() => parseEnv({ DATABASE_URL: 'mysql://root:secret@db/x' })).toThrow(/DATABASE_URL .*postgresql:\/\//);
    expect(() => parseEnv({ DATABASE_URL: 'mysql://root:secret@db/x' })).not.toThrow(/secret/);
  });

  test('the header with the user is read in lower case, and none that means something else is taken', () => {
    expect(parseEnv({ PLUMBLINE_USER_HEADER: 'X-Forwarded-User' }).PLUMBLINE_USER_HEADER).toBe('x-forwarded-user');
    for (const PLUMBLINE_USER_HEADER of ['Cookie', 'authorization', 'X User', 'x\r\ny', ' ']) {
      expect(() => parseEnv({ PLUMBLINE_USER_HEADER })).toThrow(/PLUMBLINE_USER_HEADER is .*: expected/);
    }
  });
});
