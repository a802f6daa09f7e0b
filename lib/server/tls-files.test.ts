import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type HttpServer, listen } from './http-server';
import { makeAuthority } from './test-certificates';
import { loadTls, tlsFiles, watchTls } from './tls-files';

const authority = makeAuthority('Plumbline test CA');
const stranger = makeAuthority('Another CA');
const server = authority.sign('localhost');
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'plumbline-tls-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function file(name: string, content: string): Promise<string> {
  const place = path.join(directory, name);
  await writeFile(place, content);
  return place;
}

describe('the settings', () => {
  it('are all there or none', () => {
    expect(tlsFiles({})).toBeUndefined();
    expect(() => tlsFiles({ PLUMBLINE_TLS_CERT: 'a' })).toThrow(/PLUMBLINE_TLS_KEY does not/);
    expect(() => tlsFiles({ PLUMBLINE_TLS_CLIENT_CA: 'a' })).toThrow(/PLUMBLINE_TLS_CERT does not/);
  });

  it('that name a file which is absent, no certificate or another key’s are told in a sentence', async () => {
    const cert = await file('a.crt', server.cert);
    const key = await file('a.key', server.key);
    const words = await file('words.txt', 'hello');
    const other = await file('other.key', authority.key);
    await expect(loadTls({ cert: `${cert}.no`, key })).rejects.toThrow(
      /PLUMBLINE_TLS_CERT names .*: there is no such file/,
    );
    await expect(loadTls({ cert: words, key })).rejects.toThrow(/PLUMBLINE_TLS_CERT names .*not a certificate in PEM/);
    await expect(loadTls({ cert, key: words })).rejects.toThrow(/PLUMBLINE_TLS_KEY names .*not a private key/);
    await expect(loadTls({ cert, key: other })).rejects.toThrow(/is not the one of the certificate/);
    await expect(loadTls({ cert, key, clientCa: words })).rejects.toThrow(/PLUMBLINE_TLS_CLIENT_CA names/);
    await expect(loadTls({ cert, key })).resolves.toMatchObject({ minVersion: 'TLSv1.2' });
  });

  it('are read again when a file changes; one that does not fit is not used', async () => {
    const cert = await file('watched.crt', server.cert);
    const key = await file('watched.key', server.key);
    const applied: unknown[] = [];
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const stop = watchTls({ cert, key }, ({ cert: used }) => applied.push(used), 10);
    const second = authority.sign('localhost');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await writeFile(cert, second.cert);
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith(expect.stringContaining('stays in use')));
    expect(applied).toEqual([]);
    await writeFile(key, second.key);
    await vi.waitFor(() => expect(applied).toEqual([second.cert]));
    stop();
  });
});

describe('the server with a certificate', () => {
  let http: HttpServer | undefined;
  let port: number;

  afterEach(async () => {
    await http?.close();
    http = undefined;
  });

  async function start(clientCa?: string): Promise<void> {
    port = await freePort();
    const tls = {
      cert: await file('server.crt', server.cert),
      key: await file('server.key', server.key),
      clientCa: clientCa === undefined ? undefined : await file('ca.crt', clientCa),
    };
    http = await listen({ host: '127.0.0.1', port, tls });
    http.route('/authorized', async (asked, answer) => {
      answer.end(String((asked.socket as { authorized?: boolean }).authorized));
    });
  }

  it('speaks https, of TLS 1.2 or newer, and says so to browsers', async () => {
    await start();
    expect(http?.address).toBe(`https://127.0.0.1:${port}`);
    const answer = await ask({});
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(await handshake({ maxVersion: 'TLSv1.2', minVersion: 'TLSv1.2' })).toBe('TLSv1.2');
    expect(await handshake({})).toBe('TLSv1.3');
    await expect(
      handshake({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    ).rejects.toThrow();
  });

  it('knows who has a certificate of the client CA', async () => {
    await start(authority.cert);
    const good = authority.sign('kube-apiserver');
    const bad = stranger.sign('kube-apiserver');
    expect((await ask(good)).body).toBe('true');
    expect((await ask(bad)).body).toBe('false');
    expect((await ask({})).body).toBe('false');
  });

  function ask(client: { cert?: string; key?: string }) {
    return new Promise<{ headers: NodeJS.Dict<string | string[]>; body: string }>((resolve, reject) => {
      const options = { ca: authority.cert, host: '127.0.0.1', port, path: '/authorized', agent: false, ...client };
      request(options, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text) => {
          body += text;
        });
        answer.once('end', () => resolve({ headers: answer.headers, body }));
      })
        .once('error', reject)
        .end();
    });
  }

  async function handshake(options: ConnectionOptions): Promise<string | null> {
    const socket = connect({ host: '127.0.0.1', port, ca: authority.cert, ...options });
    try {
      await once(socket, 'secureConnect');
      return socket.getProtocol();
    } finally {
      socket.destroy();
    }
  }
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
