import { chmod, mkdtemp, readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedServer, enterEmbeddedServer, removeDataDirectory } from './embedded-server';
import { pidExists } from './process-identity';

// The awkward place on purpose: a parent that other users cannot enter, spaces, and a long path.
describe('the embedded server', () => {
  let parent: string;
  let data: string;
  const entered: EmbeddedServer[] = [];
  const settings = { shared_buffers: '32MB' };

  // One data directory for all of them, as a person has one: each test opens again what the one before it left.
  beforeAll(async () => {
    parent = await mkdtemp(path.join(os.tmpdir(), 'plumbline-embedded-'));
    await chmod(parent, 0o700);
    data = path.join(parent, `with spaces & 'quotes' ${'x'.repeat(120)}`);
  });
  afterEach(async () => {
    for (const server of entered.splice(0)) await server.release().catch(() => {});
  });
  afterAll(async () => {
    await removeDataDirectory(data);
    await removeDataDirectory(parent);
  });

  async function enter(): Promise<EmbeddedServer> {
    const server = await enterEmbeddedServer(data, { settings });
    entered.push(server);
    return server;
  }

  async function ask(url: string, sql: string) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async function waitForEnd(pid: number) {
    while (pidExists(pid)) await sleep(20);
  }

  test('is shared while it is used, stopped by the last user, and durable', async () => {
    const [first, second] = await Promise.all([enter(), enter()]);
    expect(second.pid).toBe(first.pid);
    const [row] = await ask(
      first.url,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits,
              current_setting('full_page_writes') as pages, current_setting('data_checksums') as checksums,
              current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
              current_setting('is_superuser') as superuser, current_setting('password_encryption') as passwords`,
    );
    expect(row).toEqual({
      fsync: 'on',
      commits: 'on',
      pages: 'on',
      checksums: 'on',
      encoding: 'UTF8',
      zone: 'UTC',
      superuser: 'off',
      passwords: 'scram-sha-256',
    });
    await first.release();
    expect(pidExists(first.pid)).toBe(true);
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.release();
    expect(pidExists(first.pid)).toBe(false);
  });

  test('its passwords are closed to others, and nobody gets in without', async () => {
    const server = await enter();
    const file = path.join(data, 'postgres.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const record = JSON.parse(await readFile(file, 'utf8'));
    expect(record).toMatchObject({ pid: server.pid, port: Number(new URL(server.url).port) });
    const url = new URL(server.url);
    url.password = 'guess';
    await expect(ask(url.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  test('killed with its data in use, it recovers what was committed', async () => {
    const first = await enter();
    await ask(first.url, 'create table kept as select 42 as answer');
    const backend = new pg.Client({ connectionString: first.url });
    backend.on('error', () => {});
    await backend.connect();
    const busy = backend.query('select pg_sleep(600)').catch(() => {}); // a child that outlives its parent for a while
    process.kill(first.pid, 'SIGKILL');
    await waitForEnd(first.pid);
    await first.lost;
    const second = await enter();
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await busy;
  });
});
