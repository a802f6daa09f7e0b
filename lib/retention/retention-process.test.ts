// The worker as the product runs it, killed in the middle of retention. How often comes from RETENTION_KILLS: small here, as
// many as one likes for a long run.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { changeCluster } from '@/lib/ingest/clusters';
import { verifyDatabase } from '@/lib/verify/verify-database';
import { DAY_MS, importDays, PER_DAY } from './test-days';

const KILLS = Number(process.env.RETENTION_KILLS ?? 1);
const DAYS = 6 + 2 * KILLS;

let database: TestDatabase;
let data: string;
const before = process.env.PLUMBLINE_DATA;

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'plumbline-retention-'));
  process.env.PLUMBLINE_DATA = data;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  if (before === undefined) delete process.env.PLUMBLINE_DATA;
  else process.env.PLUMBLINE_DATA = before;
  await closePool();
  await database.drop();
  await rm(data, { recursive: true, force: true });
});

it(
  'finishes what it decided, however often it is killed, and drops nothing else and nothing twice',
  async () => {
    // The last day is yesterday, so that midnight may pass meanwhile.
    const first = (Math.floor(Date.now() / DAY_MS) - DAYS) * DAY_MS;
    await importDays('killed', first, DAYS);
    await changeCluster('killed', { retention: { days: 2 } }, 'test');
    for (let n = 0; n < KILLS; n++) {
      const worker = startWorker();
      // The first time surely in the middle of a step: somebody holds the daily counts, so it cannot end.
      if (n === 0) await whileDayCountsAreHeld(worker, () => kill(worker));
      else {
        const marked = (await markers()).length;
        await until(worker, async () => (await markers()).length > marked || (await decided()) === null);
        await sleep(30 * Math.random());
        await kill(worker);
      }
      await expectRecorded();
    }
    const worker = startWorker();
    await until(worker, async () => (await actions()).length > 0 && (await decided()) === null);
    const ended = once(worker.child, 'exit');
    worker.child.kill('SIGTERM');
    await ended;
    await expectRecorded();

    const drops = await actions();
    const [kept] = await run(
      'select count(*)::int as n, min(max_at) as oldest from evidence_block where octet_length(data) > 0',
    );
    const [dropped] = await run(
      'select count(*)::int as blocks, coalesce(sum(event_count), 0)::int as events from evidence_block where octet_length(data) = 0',
    );
    expect(drops).toHaveLength(1);
    expect(drops[0]).toContain(`${dropped.events.toLocaleString('en-US')} events in ${dropped.blocks} blocks`);
    expect(kept.oldest).toBeGreaterThanOrEqual((first + (DAYS - 2) * DAY_MS) * 1000);
    const [young] = await run('select count(*)::int as n from event where at >= $1', [
      (first + (DAYS - 2) * DAY_MS) * 1000,
    ]);
    expect(young.n).toBe(2 * PER_DAY);
  },
  60_000 + KILLS * 20_000,
);

/** Whatever went is recorded and signed, and everything that is derived from the evidence agrees with what stayed. */
async function expectRecorded(): Promise<void> {
  const report = await verifyDatabase({ url: database.url, threads: 0 });
  expect(report.findings).toEqual([]);
  if ((await markers()).length > 0) expect(await actions()).toHaveLength(1);
  const [{ dropped }] = await run(
    'select coalesce(sum(event_count), 0)::int as dropped from evidence_block where octet_length(data) = 0',
  );
  for (const table of ['event_count_hour', 'event_count_day']) {
    const [{ counted }] = await run(`select sum(count)::int as counted from ${table}`);
    expect({ table, counted }).toEqual({ table, counted: DAYS * PER_DAY - dropped });
  }
  const [{ rows }] = await run('select count(*)::int as rows from event');
  expect(rows).toBe(DAYS * PER_DAY - dropped);
}

async function whileDayCountsAreHeld(worker: Worker, work: () => Promise<void>): Promise<void> {
  const holder = await database.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('lock table event_count_day in share mode');
    const waiting = `select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%event_count_day%'`;
    await until(worker, async () => (await run(waiting)).length > 0);
    await work();
    expect(await markers()).toEqual([]);
  } finally {
    await holder.query('rollback');
    holder.release();
  }
}

type Worker = { child: ChildProcess; said: () => string };

function startWorker(): Worker {
  const child = spawn(process.execPath, ['--import', './lib/cli/end-with-parent.mjs', '.build/worker.mjs'], {
    env: {
      ...process.env,
      PLUMBLINE_DATA: data,
      DATABASE_URL: database.url,
      PLUMBLINE_MIN_FREE_PERCENT: '0',
      PLUMBLINE_MIN_FREE_GIB: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return { child, said: () => output };
}

async function kill({ child }: Worker): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function until({ child, said }: Worker, isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}:\n${said()}`);
    await sleep(5);
  }
}

const run = (text: string, values: unknown[] = []) => database.pool.query(text, values).then(({ rows }) => rows);
const markers = () => run('select id from prune_marker');
const decided = async (): Promise<string | null> => (await run('select prune_reason from cluster'))[0].prune_reason;
const actions = async (): Promise<string[]> =>
  (await run(`select after from admin_action where action = 'retention.drop'`)).map(({ after }) => after);
