import { describe, expect, test } from 'vitest';
import { refuseRequest } from './request-guard';

const HOST = '127.0.0.1:3000';
const ask = (changes: Partial<Parameters<typeof refuseRequest>[0]>, boundHost = '127.0.0.1') =>
  refuseRequest({ method: 'GET', host: HOST, origin: undefined, fetchSite: undefined, ...changes }, boundHost)?.code;

describe('refuseRequest', () => {
  test.each([HOST, 'localhost:3000', 'LOCALHOST', '127.0.0.1', '[::1]:3000', '127.8.9.1:80'])(
    'on loopback, Host %s passes',
    (host) => expect(ask({ host })).toBeUndefined(),
  );

  test.each([
    undefined,
    '',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example@127.0.0.1',
    '10.0.0.1:3000',
    '0.0.0.0:3000',
  ])('on loopback, Host %s is refused', (host) => expect(ask({ host })).toBe('unknown_host'));

  test('bound to a network, any name passes', () => {
    expect(ask({ host: 'plumbline.example' }, '0.0.0.0')).toBeUndefined();
  });

  test('reading is never cross-origin', () => {
    expect(ask({ origin: 'https://evil.example', fetchSite: 'cross-site' })).toBeUndefined();
  });

  test.each([
    [{ origin: 'http://127.0.0.1:3000', fetchSite: 'same-origin' }, undefined],
    [{}, undefined],
    [{ fetchSite: 'none' }, undefined],
    [{ origin: 'http://127.0.0.1:4000', fetchSite: 'same-site' }, 'cross_origin'],
    [{ origin: 'http://localhost:3000' }, 'cross_origin'],
    [{ origin: 'https://evil.example' }, 'cross_origin'],
    [{ origin: 'null' }, 'cross_origin'],
    [{ fetchSite: 'cross-site' }, 'cross_origin'],
  ])('a POST with %o: %s', (changes, code) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(ask({ method, ...changes })).toBe(code);
  });
});
