import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { createToken } from './create-token';
import { revokeToken } from './revoke-token';
import { type ReceiverOptions, startReceiver } from './start-receiver';

let database: TestDatabase;
let token: string;
let tokenId: string;
/** A receiver as the product starts it. */
let url: string;
let usual: (() => Promise<void>)[] = [];
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  ({ token, id: tokenId } = await createToken({ cluster: 'http', label: 'test' }));
  url = await start();
  usual = open.splice(0);
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
afterAll(async () => {
  for (const close of usual) await close();
  await closePool();
  await database.drop();
});

async function start(options: Partial<ReceiverOptions> = {}): Promise<string> {
  const receiver = await startReceiver({
    databaseUrl: database.url,
    room: { directory: tmpdir(), minFreePercent: 0, minFreeBytes: 0 },
    maxInFlightBytes: 128 * 1024 ** 2,
    demandCertificate: false,
    ...options,
  });
  const server: Server = createServer((request, response) => void receiver.handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    server.closeAllConnections();
    server.close();
    await receiver.close();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/ingest/audit`;
  await eventually(async () => (await post(address, '{}', { authorization: 'none' })).status !== 503);
  return address;
}

async function post(url: string, body: string | Uint8Array, headers: Record<string, string> = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    body: body as BodyInit,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

const LINE =
  '{"auditID":"a","verb":"get","requestURI":"/x","stage":"Panic","requestReceivedTimestamp":"2026-03-01T00:00:00Z"}';

describe('POST /api/ingest/audit', () => {
  it('answers with what became of the events, with the parameter that kube-apiserver adds', async () => {
    const answer = await post(`${url}?timeout=30s`, gzipSync(`${LINE}\n${LINE}\nnonsense`), {
      'content-encoding': 'gzip',
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ received: 3, inserted: 1, duplicates: 1, quarantined: 1, skipped: 0 });
  });

  it('a dry run parses and stores nothing', async () => {
    const before = await rows();
    const answer = await post(`${url}?dryRun=true`, LINE.replace('/x', '/dry'));
    expect(answer.body).toEqual({ received: 1, inserted: 0, duplicates: 0, quarantined: 0, skipped: 0, dryRun: true });
    expect(await rows()).toEqual(before);
  });

  async function rows() {
    const counts = await database.pool.query(
      'select (select count(*) from event)::int as events, (select count(*) from term)::int as terms, (select count(*) from ingest_figure)::int as figures',
    );
    return counts.rows;
  }

  it('refuses every bad token alike, and a revoked one from the next request on', async () => {
    const second = await createToken({ cluster: 'http', label: 'second' });
    expect((await post(url, LINE, { authorization: `Bearer ${second.token}` })).status).toBe(200);
    await revokeToken(second.id);
    const wrong = [
      '',
      'Bearer',
      'Basic YTpi',
      `Bearer ${second.token}`,
      `Bearer ${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      `Bearer plumb_000000000000_${'x'.repeat(43)}`,
      `Bearer ${"' or true --"}`,
    ];
    const answers = await Promise.all(wrong.map((authorization) => post(url, LINE, { authorization })));
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual(answers[0]?.body);
    }
    expect(answers[0]?.body.error.message).toContain('npm run token -- create');
  });

  it('takes POST only, and no body that is none', async () => {
    expect((await fetch(url)).status).toBe(405);
    expect((await post(url, '')).status).toBe(400);
    expect((await post(url, LINE, { 'content-encoding': 'br' })).status).toBe(400);
    // What it says is no reason to refuse it.
    expect((await post(url, 'hello')).body).toMatchObject({ received: 1, quarantined: 1 });
  });

  it('refuses a body over 64 MiB by its length, without reading it', async () => {
    const answer = await announce(url, 64 * 1024 ** 2 + 1, `Bearer ${token}`);
    expect(answer.status).toBe(413);
  });

  it('tells who comes when too much waits to come again, without reading the body', async () => {
    const url = await start({ maxInFlightBytes: 1024 * 1024 });
    const first = httpRequest(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-length': 900_000 },
    });
    const answered = once(first, 'response');
    first.write(Buffer.alloc(800_000, ' '));
    await eventually(async () => (await announce(url, 900_000, `Bearer ${token}`)).status === 429);
    const answer = await announce(url, 900_000, `Bearer ${token}`);
    expect(answer).toMatchObject({ status: 429, retryAfter: '1' });
    first.end(Buffer.concat([Buffer.from(LINE), Buffer.alloc(100_000 - LINE.length, ' ')]));
    const [response] = await answered;
    response.resume();
    expect(response.statusCode).toBe(200);
    expect((await post(url, LINE)).status).toBe(200);
  });

  it('refuses while the disk is too full', async () => {
    const full = await startReceiver({
      databaseUrl: database.url,
      room: { directory: tmpdir(), minFreePercent: 0, minFreeBytes: 2 ** 60 },
      maxInFlightBytes: 1,
      demandCertificate: false,
    });
    const server = createServer((request, response) => void full.handle(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(async () => {
      server.close();
      await full.close();
    });
    const fullUrl = url.replace(/:\d+/, `:${(server.address() as AddressInfo).port}`);
    const answer = await announce(fullUrl, 1_000_000, `Bearer ${token}`);
    expect(answer).toMatchObject({ status: 503, retryAfter: '5' });
    expect(answer.body).toMatch(/GiB \(\d+ %\) free, and at least/);
  });

  it('cuts a client that is too slow with its body', async () => {
    const url = await start({ bodyLimitMs: 300 });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text) => {
      answer += text;
    });
    socket.write(
      `POST /api/ingest/audit HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 1000\r\n\r\n`,
    );
    const drip = setInterval(() => socket.write(' '), 50);
    socket.on('error', () => clearInterval(drip));
    await once(socket, 'close');
    clearInterval(drip);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('answers in time though the database does not, and what it could not confirm is not doubled', async () => {
    const url = await start({ answerLimitMs: 400 });
    const event = LINE.replace('/x', '/locked');
    const lock = await database.pool.connect();
    await lock.query('begin; lock table event in access exclusive mode');
    const answer = await post(url, event);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    await lock.query('commit');
    lock.release();
    const again = await post(url, event);
    expect(again.body).toMatchObject({ received: 1 });
    const { rows: stored } = await database.pool.query(
      `select count(*)::int as n from event e join cluster c on c.id = e.cluster_id where e.name = '/locked'`,
    );
    expect(stored).toEqual([{ n: 1 }]);
  });

  it('keeps when a token was last used', async () => {
    const { rows: tokens } = await database.pool.query('select last_used_at from ingest_token where id = $1', [
      tokenId,
    ]);
    expect(tokens[0].last_used_at).toBeInstanceOf(Date);
  });
});

/** Sends the head of a request and none of its body; no status where the server wanted the body. */
function announce(to: string, length: number, authorization: string) {
  type Answer = { status: number | undefined; retryAfter: string | undefined; body: string };
  return new Promise<Answer>((resolve) => {
    const request = httpRequest(to, { method: 'POST', headers: { authorization, 'content-length': length } });
    const give = (answer: Answer) => {
      clearTimeout(admitted);
      request.on('error', () => undefined).destroy();
      resolve(answer);
    };
    const admitted = setTimeout(() => give({ status: undefined, retryAfter: undefined, body: '' }), 500);
    request.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      response.once('end', () =>
        give({ status: response.statusCode, retryAfter: response.headers['retry-after'], body }),
      );
    });
    request.flushHeaders();
  });
}

async function eventually(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 20));
}
