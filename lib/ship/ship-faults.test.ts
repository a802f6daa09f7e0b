// Rotations, outages, damage and kill -9, against the shipper itself. PLUMBLINE_FAULTS=N repeats each N times; once otherwise.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseShipOptions } from './ship-options';
import { ship } from './shipper';
import { type Rotation, TestLog } from './test-log';
import { TestReceiver, TOKEN, type Trouble } from './test-receiver';

const REPEAT = Number(process.env.PLUMBLINE_FAULTS ?? 1);
const LIMIT_MS = 60_000 + REPEAT * 10_000;
const bundled = path.resolve('.build');

let directory: string;
let receiver: TestReceiver;
let log: TestLog;
let args: string[];
let said: { level: string; message: string; [more: string]: unknown }[];
let running: { stop(): Promise<void> } | undefined;

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-ship-'));
  mkdirSync(path.join(directory, 'log'));
  mkdirSync(path.join(directory, 'spool'));
  writeFileSync(path.join(directory, 'token'), `${TOKEN}\n`);
  receiver = new TestReceiver();
  const url = await receiver.listen();
  log = new TestLog(path.join(directory, 'log'));
  said = [];
  args = ['--follow', log.file, '--to', url, '--token-file', 'token', '--spool', 'spool', '--from-start'];
  args.push('--longest-pause', '0.5', '--gather', '0.1');
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await receiver.close();
  rmSync(directory, { recursive: true });
});

function start(...more: string[]): void {
  const options = parseShipOptions([...args, ...more], directory);
  if (typeof options === 'string') throw new Error(options);
  const end = new AbortController();
  const ended = ship(options, (level, message, rest) => said.push({ level, message, ...rest }), end.signal);
  running = {
    stop: async () => {
      end.abort();
      await ended;
    },
  };
}

async function stop(): Promise<void> {
  await running?.stop();
  running = undefined;
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}; ${JSON.stringify(said.slice(-5))}`);
    await sleep(20);
  }
}

/** Everything written is there, and nothing else. */
async function expectAll(): Promise<void> {
  await until('everything is received', () => receiver.lines.size >= log.written.length).catch(() => undefined);
  const missing = log.written.filter((line) => !receiver.lines.has(line));
  expect(missing.slice(0, 3)).toEqual([]);
  expect(receiver.lines.size).toBe(log.written.length);
}

const environment = () => ({ ...process.env, INIT_CWD: directory });
const last = (message: string) => said.filter((line) => line.message.startsWith(message)).at(-1);
const segments = () => readdirSync(path.join(directory, 'spool')).filter((name) => name.endsWith('.gz'));

describe('rotation', () => {
  test.each<Rotation>(['rename', 'copytruncate', 'gzip', 'inode reuse'])(
    '%s while it runs and while it does not',
    async (how) => {
      log.write(10);
      for (let round = 0; round < REPEAT; round++) {
        if (round % 2 === 0) start();
        log.write(1 + Math.floor(Math.random() * 900));
        await sleep(Math.random() * 300);
        if (round % 2 === 1) await stop();
        log.write(1 + Math.floor(Math.random() * 50));
        log.rotate(how);
        log.write(1 + Math.floor(Math.random() * 50));
        if (round % 3 === 0) log.rotate(how);
      }
      if (!running) start();
      log.write(5);
      await expectAll();
    },
    LIMIT_MS,
  );

  test('a truncation is flagged', async () => {
    log.write(100);
    start();
    await expectAll();
    log.rotate('copytruncate');
    log.write(3);
    await expectAll();
    expect(last('The log was truncated')).toBeDefined();
  });

  test('a last line waits for its end', async () => {
    log.write(2);
    start();
    await expectAll();
    appendFileSync(log.file, '{"kind":"Event","auditID":"half');
    await sleep(500);
    expect(receiver.lines.size).toBe(2);
    appendFileSync(log.file, '"}\n');
    log.written.push('{"kind":"Event","auditID":"half"}');
    await expectAll();
  });

  test('without --from-start only what comes is sent', async () => {
    args = args.filter((arg) => arg !== '--from-start');
    log.write(50);
    log.rotate('gzip');
    log.write(50);
    log.written.length = 0;
    start();
    await until('it started', () => last('started') !== undefined);
    const later = new TestLog(path.join(directory, 'log'));
    later.written.push(...Array.from({ length: 500 }, () => ''));
    later.write(20);
    await until('lines came', () => receiver.lines.size >= 20);
    expect([...receiver.lines.keys()].every((line) => later.written.includes(line))).toBe(true);
  });
});

describe('outages', () => {
  test.each<Trouble>(['no-connection', 'unavailable', 'bad-token', 'lost-answer', 'captive'])(
    '%s: everything is kept, and sent afterwards in order',
    async (trouble) => {
      receiver.trouble = () => trouble;
      log.write(300);
      start();
      await until('it is in the spool', () => segments().length > 0);
      log.rotate('rename');
      log.write(300);
      await until('the rest, too', () => segments().length > 1);
      for (const name of readdirSync(path.dirname(log.file))) rmSync(path.join(path.dirname(log.file), name));
      if (trouble === 'bad-token') expect(last('Not sent')?.message).toContain('does not accept the token (401)');
      receiver.trouble = () => 'none';
      await expectAll();
      expect([...receiver.lines.keys()]).toEqual(log.written);
      await until('the spool is empty', () => segments().length === 0);
    },
    LIMIT_MS,
  );

  test('Retry-After is waited for', async () => {
    let refused = 0;
    receiver.trouble = () => (refused++ === 0 ? 'too-many' : 'none');
    log.write(5);
    start();
    await expectAll();
    const [first, second] = receiver.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(990);
  });

  test('a batch that is too big for something on the way is sent in parts', async () => {
    receiver.trouble = () => 'too-big';
    log.write(400);
    start();
    await expectAll();
    expect(receiver.requests.at(-1)?.lines).toBeLessThanOrEqual(100);
  });
});

describe('the spool', () => {
  test('at its limit reading stops; what the log then loses is counted', async () => {
    receiver.trouble = () => 'unavailable';
    start('--spool-limit', '5K');
    log.write(400);
    await until('it is full', () => last('The spool is full') !== undefined || segments().length > 0);
    for (let round = 0; round < 4; round++) {
      log.write(2000);
      log.rotate('rename');
    }
    log.write(5);
    await until('it is full', () => last('The spool is full') !== undefined);
    await sleep(1500); // another look at the folder, so that the files are known
    const gone = readdirSync(path.dirname(log.file)).filter((name) => name.includes('-2026'));
    rmSync(path.join(path.dirname(log.file), gone.sort().at(-1) as string));
    await until('the loss is said', () => said.some((line) => /is gone/.test(line.message)));
    expect(said.find((line) => /is gone/.test(line.message))?.bytesSeenAndLost).toBeGreaterThan(300_000);
    receiver.trouble = () => 'none';
    const lost = log.written.slice(400 + 6000, 400 + 8000);
    await until('the rest is received', () => receiver.lines.size >= log.written.length - lost.length);
    expect(log.written.filter((line) => !receiver.lines.has(line))).toEqual(lost);
  }, 60_000);

  test('a torn segment is read again from the log', async () => {
    receiver.trouble = () => 'unavailable';
    log.write(1000);
    start();
    await until('it is in the spool', () => segments().length >= 3);
    await stop();
    for (const name of segments().slice(0, 2)) truncateSync(path.join(directory, 'spool', name), 100);
    receiver.trouble = () => 'none';
    log.rotate('gzip');
    start();
    await expectAll();
    expect(readdirSync(path.join(directory, 'spool')).filter((name) => name.endsWith('.damaged'))).toHaveLength(2);
  });

  test.each([1, 2])('%i torn position files lose nothing', async (torn) => {
    log.write(1000);
    start();
    await expectAll();
    await stop();
    for (const slot of [0, 1].slice(0, torn)) truncateSync(path.join(directory, `spool/position-${slot}.json`), 40);
    log.write(10);
    log.rotate('rename');
    log.write(10);
    args = args.filter((arg) => arg !== '--from-start');
    start();
    await expectAll();
    expect(said.filter((line) => line.message.includes('is damaged'))).toHaveLength(torn);
  });

  test('two shippers do not share one', async () => {
    start();
    await until('it started', () => last('started') !== undefined);
    const other = spawn(process.execPath, [path.join(bundled, 'ship.mjs'), ...args], {
      cwd: directory,
      env: environment(),
    });
    const [code] = await once(other, 'exit');
    expect(code).toBe(1);
  });
});

describe('the bundle', () => {
  test('needs nothing but Node', () => {
    const source = readFileSync(path.join(bundled, 'ship.mjs'), 'utf8');
    const imports = [...source.matchAll(/^import .* from "(.*)";$/gm)].map((match) => match[1]);
    expect(imports.length).toBeGreaterThan(5);
    expect(imports.filter((name) => !name?.startsWith('node:'))).toEqual([]);
    expect(source).not.toMatch(/\brequire\(|\bimport\(/);
  });

  test(
    'kill -9 at any moment, while the log is written and rotated and the receiver has troubles',
    async () => {
      const moments: Trouble[] = ['none', 'none', 'none', 'none', 'unavailable', 'lost-answer', 'no-connection'];
      receiver.trouble = () => moments[Math.floor(Math.random() * moments.length)] as Trouble;
      let writing = true;
      const writer = (async () => {
        for (let round = 0; writing; round++) {
          log.write(1 + Math.floor(Math.random() * 300));
          if (round % 7 === 3) log.rotate(Math.random() < 0.5 ? 'rename' : 'gzip');
          await sleep(Math.random() * 60);
        }
      })();
      const begin = (): ChildProcess =>
        spawn(process.execPath, [path.join(bundled, 'ship.mjs'), ...args], {
          cwd: directory,
          env: environment(),
          stdio: 'ignore',
        });
      for (let kill = 0; kill < REPEAT; kill++) {
        const child = begin();
        await sleep(80 + Math.random() * 900);
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      writing = false;
      await writer;
      receiver.trouble = () => 'none';
      const child = begin();
      await expectAll();
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
    LIMIT_MS,
  );
});
