// F1: kill -9 of what imports, before and after chosen statements and at any other moment. An upload goes on where it was, a
// command that is called again adds the rest.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { createUpload } from '@/lib/ingest/create-upload';
import { auditLog, shuffled } from './audit-lines';
import { DatabaseGate } from './database-gate';
import { faultCount, isLongRun } from './fault-count';
import { expectExact, expectSums, expectVerified, lostAndDoubled } from './judge';
import { Product, type RunningProgram } from './product';
import { recordFault } from './record-fault';

const KILLS = faultCount(2, 200);
const EVENTS = isLongRun ? 24_000 : 4_000;

/** Where a kill is aimed at; the statement that it waits for comes with each batch, or once at the end. */
const MOMENTS = {
  parse: null,
  copy: /copy event \(/,
  block: /insert into evidence_block/,
  progress: /update import_file set/,
  commit: /commit/,
  fold: /with taken as \(delete from event_count_day/,
  end: /update import_file set state = /,
  checkpoint: /insert into checkpoint/,
} as const;
type Moment = keyof typeof MOMENTS;
const moments = shuffled(Object.keys(MOMENTS) as Moment[]);

/** A worker writes a checkpoint every minute, or after more events than a short run imports. */
const atWorker = moments.filter((moment) => isLongRun || moment !== 'checkpoint');

let directory: string;
let database: TestDatabase;
let gate: DatabaseGate;
let product: Product;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-faults-'));
  process.env.PLUMBLINE_DATA = directory;
  process.env.PLUMBLINE_MIN_FREE_PERCENT = '0';
  process.env.PLUMBLINE_MIN_FREE_GIB = '0';
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  gate = await new DatabaseGate(database.url).open();
  product = new Product({ DATABASE_URL: gate.url, PLUMBLINE_DATA: directory });
});

afterAll(async () => {
  await product?.end();
  await gate?.close();
  await closePool();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

/** Kills it at the moment, or not at all when it ends first. Answers whether it was killed. */
async function killAt(moment: Moment, running: RunningProgram, isOver: () => Promise<boolean>): Promise<boolean> {
  let due = false;
  const pattern = MOMENTS[moment];
  let skip = moment === 'copy' || moment === 'commit' || moment === 'block' ? randomInt(4) : 0;
  const before = randomInt(2) === 0;
  if (pattern) {
    gate.onSend = (text) => {
      if (due || !pattern.test(text) || skip-- > 0) return !due || !before;
      due = true;
      running.child.kill('SIGKILL');
      return !before;
    };
  } else {
    void sleep(300 + randomInt(900)).then(() => {
      due = !running.over;
      running.child.kill('SIGKILL');
    });
  }
  while (!due && !running.over && !(await isOver())) await sleep(15);
  const wasKilled = due;
  if (due) await running.ended;
  gate.onSend = null;
  return wasKilled;
}

async function upload(cluster: string, lines: string[]): Promise<string> {
  async function* body() {
    yield Buffer.from(`${lines.join('\n')}\n`);
  }
  return (await createUpload({ cluster, name: `${cluster}.log`, body: body(), bytesTotal: null })).id;
}

async function importOf(id: string) {
  const { rows } = await database.pool.query<{
    state: string;
    events: number;
    inserted: number;
    duplicates: number;
    quarantined: number;
  }>('select state, events, inserted, duplicates, quarantined from import_file where id = $1', [id]);
  return rows[0] as (typeof rows)[0];
}

const never = async () => false;
const killed = new Map<string, number>();
let events = 0;
const sum = () => [...killed.values()].reduce((a, b) => a + b, 0);
const nextOf = (some: readonly Moment[]) => some[sum() % some.length] as Moment;

test(
  'the import worker: what was uploaded goes on, and each line is read once',
  async () => {
    const share = Math.floor(KILLS * 0.7);
    for (let round = 0; sum() < share; round++) {
      const cluster = `worker-${round}`;
      const log = auditLog(EVENTS);
      const id = await upload(cluster, log.lines);
      const isDone = async () => (await importOf(id)).state === 'done';
      let worker = await product.start('worker');
      // Some kills an import, then it may end.
      for (let kill = 0; kill < 4 && sum() < share; kill++) {
        const moment = nextOf(atWorker);
        if (!(await killAt(moment, worker, moment === 'checkpoint' ? never : isDone))) break;
        killed.set(moment, (killed.get(moment) ?? 0) + 1);
        worker = await product.start('worker');
      }
      while (!(await isDone())) {
        expect(worker.over, worker.errors).toBe(false);
        await sleep(20);
      }
      await worker.kill('SIGTERM');
      // No batch twice: whatever was committed moved the place to go on from in the same transaction.
      expect(await importOf(id)).toEqual({
        state: 'done',
        events: log.lines.length,
        inserted: log.ids.length,
        duplicates: log.repeated,
        quarantined: log.bad,
      });
      await expectExact(database, cluster, log.ids);
      events += log.ids.length;
    }
    await expectSums(database);
    await expectVerified(database);
  },
  60_000 + KILLS * 10_000,
);

test(
  'the command: called again it adds the rest',
  async () => {
    const share = sum();
    let lost = 0;
    let doubled = 0;
    for (let round = 0; sum() < KILLS && round < 2 * KILLS; round++) {
      const cluster = `command-${round}`;
      const log = auditLog(EVENTS);
      const file = path.join(directory, `${cluster}.log`);
      await writeFile(file, `${log.lines.join('\n')}\n`);
      for (let kill = 0; kill < 3 && sum() < KILLS; kill++) {
        const moment = nextOf(moments);
        const running = await product.start('import', '--cluster', cluster, file);
        if (await killAt(moment, running, never)) killed.set(moment, (killed.get(moment) ?? 0) + 1);
      }
      const last = await product.start('import', '--cluster', cluster, '--json', file);
      expect(await last.ended, last.errors).toBe(0);
      const answer = JSON.parse(last.output).files[0];
      expect(answer).toMatchObject({ events: log.lines.length, quarantined: log.bad });
      expect(answer.inserted + answer.duplicates).toBe(log.ids.length + log.repeated);
      const wrong = await lostAndDoubled(database, cluster, log.ids);
      lost += wrong.lost;
      doubled += wrong.doubled;
      events += log.ids.length;
    }
    expect(sum()).toBeGreaterThan(share);
    await expectSums(database);
    await expectVerified(database);
    recordFault({
      fault: 'F1',
      what: 'kill -9 of the import worker and of the import command',
      count: sum(),
      events,
      lost,
      doubled,
      more: [...killed].map(([moment, n]) => `${moment} ${n}`).join(', '),
    });
    expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  },
  60_000 + KILLS * 10_000,
);
