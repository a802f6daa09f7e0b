// Retention on a real database: what goes is what the settings say, recorded and signed; the rest is found and counted as before.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createProductDatabase, type ProductDatabase } from '@/lib/db/test-product-database';
import { checkpointFile } from '@/lib/evidence/checkpoint-outlets';
import { Checkpointer } from '@/lib/evidence/checkpointer';
import { exportEvidence } from '@/lib/evidence/export-evidence';
import { changeCluster } from '@/lib/ingest/clusters';
import { reindex } from '@/lib/reindex/reindex';
import { EventRemovedError, getEventDetail } from '@/lib/search/event-detail';
import { emptyFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { searchFacets } from '@/lib/search/facets';
import { searchHistogram } from '@/lib/search/histogram';
import { verifyDatabase } from '@/lib/verify/verify-database';
import { readKeptDays } from './kept-days';
import { runRetention } from './run-retention';
import { DAY_MS, importDays, PER_DAY } from './test-days';

const FIRST = Date.UTC(2026, 0, 1);
const DAYS = 6;

let database: ProductDatabase;
let directory: string;
const before = process.env.PLUMBLINE_DATA;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-retention-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createProductDatabase();
  // As the product works: only retention itself is the owner.
  setDatabaseUrl(database.productUrl, database.url);
  for (const cluster of ['aged', 'sized', 'stopped', 'kept']) await importDays(cluster, FIRST, DAYS);
  // The counts are in memory before anything goes.
  await expectExact();
});

afterAll(async () => {
  if (before === undefined) delete process.env.PLUMBLINE_DATA;
  else process.env.PLUMBLINE_DATA = before;
  await closePool();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

const dayStart = (day: number) => (FIRST + day * DAY_MS) * 1000;
const run = (text: string, values: unknown[] = []) => database.pool.query(text, values).then(({ rows }) => rows);

async function clusterId(name: string): Promise<number> {
  return (await run('select id from cluster where name = $1', [name]))[0].id;
}

async function countEvents(cluster: string, from = 0, to = Number.MAX_SAFE_INTEGER): Promise<number> {
  const rows = await run(
    'select count(*) as n from event e join cluster c on c.id = e.cluster_id where c.name = $1 and at >= $2 and at < $3',
    [cluster, from, to],
  );
  return rows[0].n;
}

/** Total, facets, histogram, list and the rows themselves say the same. */
async function expectExact(): Promise<void> {
  const rows = await run(
    `select c.name, count(e.at) as n from cluster c left join event e on e.cluster_id = c.id group by c.name order by c.name`,
  );
  for (const { name, n } of rows) {
    const filter = { ...emptyFilter, conditions: { cluster: { include: [name], exclude: [] } } };
    const [page, facets, histogram] = await Promise.all([
      searchEvents({ filter, limit: 1000 }),
      searchFacets({ filter, limit: 50 }),
      searchHistogram({ filter, maxBuckets: 60 }),
    ]);
    const sums = facets.facets.user.reduce((sum, { count }) => sum + count, 0);
    expect({ name, totals: [page.total, facets.total, sums, histogram.total] }).toEqual({ name, totals: [n, n, n, n] });
    expect(page.events).toHaveLength(Math.min(n, 1000));
  }
  // Windows that cut days and hours, which come from the hourly counts and from the rows.
  for (const [from, to] of [
    [FIRST + 1.3 * DAY_MS, FIRST + 3.7 * DAY_MS],
    [FIRST, FIRST + 2 * DAY_MS],
  ] as const) {
    const time = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const [expected] = await run('select count(*) as n from event where at >= $1 and at < $2', [
      from * 1000,
      to * 1000,
    ]);
    expect((await searchFacets({ filter: { ...emptyFilter, time }, limit: 5 })).total).toBe(expected.n);
  }
}

async function expectVerified(): Promise<Record<string, number>> {
  const report = await verifyDatabase({ url: database.url, threads: 0 });
  expect(report.findings).toEqual([]);
  return Object.fromEntries(report.clusters.map(({ cluster, prunedBlocks }) => [cluster, prunedBlocks]));
}

async function exportOfKept(name: string): Promise<string> {
  const file = path.join(directory, name);
  const all = { clusterName: 'kept', from: 0, to: Number.MAX_SAFE_INTEGER };
  await writeFile(file, exportEvidence(database.pool, all));
  return file;
}

/** Throws where the file proves nothing. */
function proveOffline(file: string): string {
  const args = ['lib/verify/offline/verify-evidence.mjs', file, '--checkpoint', checkpointFile('kept')];
  return execFileSync(process.execPath, args, { encoding: 'utf8' });
}

it('keeps everything where nothing is said', async () => {
  expect(await runRetention({ now: FIRST + 9999 * DAY_MS, missingBytes: 1e12 })).toEqual([]);
  expect(await run('select * from prune_marker')).toEqual([]);
});

it('drops whole blocks of days that are too old, and says so', async () => {
  const link =
    (
      await searchEvents({
        filter: {
          ...emptyFilter,
          conditions: { cluster: { include: ['aged'], exclude: [] } },
          time: { from: null, to: new Date(FIRST + DAY_MS).toISOString() },
        },
        limit: 1,
      })
    ).events[0]?.id ?? '';
  expect((await getEventDetail(link))?.row.id).toBe(link);
  await changeCluster('aged', { retention: { days: 2 } }, 'test');
  const limit = dayStart(3);
  const young = await countEvents('aged', limit);
  const old = await run(
    'select coalesce(sum(event_count), 0)::int as events, count(*)::int as blocks from evidence_block where cluster_id = $1 and max_at < $2',
    [await clusterId('aged'), limit],
  );
  const dropped = await runRetention({ now: FIRST + 5.5 * DAY_MS });
  expect(dropped).toEqual([{ cluster: 'aged', reason: 'older than 2 days', ...old[0] }]);
  expect(old[0]).toEqual({ events: 3000, blocks: 3 });
  expect(await countEvents('aged', limit)).toBe(young);
  // What is left of older days is in blocks that hold younger events too.
  expect(await countEvents('aged', 0, limit)).toBe(3 * PER_DAY - old[0].events);
  await expectExact();
  expect(await expectVerified()).toEqual({ aged: 3, kept: 0, sized: 0, stopped: 0 });
  await expect(getEventDetail(link)).rejects.toThrow(EventRemovedError);
  await expect(getEventDetail(link)).rejects.toThrow(
    `Removed by retention on ${new Date().toISOString().slice(0, 10)} (older than 2 days)`,
  );
  expect(await getEventDetail(`${dayStart(5)}-${'0'.repeat(32)}-${await clusterId('aged')}`)).toBeNull();
  const actions = await run(`select actor, action, cluster, before, after from admin_action order by id`);
  expect(actions).toEqual([
    { actor: 'test', action: 'cluster.retention', cluster: 'aged', before: 'everything', after: '2 days' },
    {
      actor: 'retention',
      action: 'retention.drop',
      cluster: 'aged',
      before: 'events from 2026-01-01 on',
      after: expect.stringMatching(/^events from 2026-01-04 on; 3,000 events in 3 blocks .* go: older than 2 days$/),
    },
  ]);
  expect(await runRetention({ now: FIRST + 5.5 * DAY_MS })).toEqual([]);
});

it('never drops the newest day', async () => {
  await runRetention({ now: FIRST + 9999 * DAY_MS });
  expect(await countEvents('aged', dayStart(DAYS - 1))).toBe(PER_DAY);
  expect((await readKeptDays(database.pool, await clusterId('aged'))).map(({ day }) => day)).toEqual([
    dayStart(DAYS - 1) / 86_400_000_000,
  ]);
  await expectExact();
  await expectVerified();
});

it('drops by size no more than it must', async () => {
  const id = await clusterId('sized');
  const sizes = await readKeptDays(database.pool, id);
  const held = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const bytes = Math.max(1_000_000, Math.floor(held * 0.6));
  expect(bytes).toBeLessThan(held);
  await changeCluster('sized', { retention: { bytes } }, 'test');
  await runRetention({ now: FIRST + 5.5 * DAY_MS });
  const kept = await readKeptDays(database.pool, id);
  const after = kept.reduce((sum, day) => sum + day.bytes, 0);
  expect(after).toBeLessThanOrEqual(bytes);
  expect(after + (sizes[sizes.length - kept.length - 1]?.bytes ?? 0)).toBeGreaterThan(bytes);
  await expectExact();
  await expectVerified();
});

it('goes on by its decision after its connection was lost in the middle of a step, and shows all or nothing of each', async () => {
  const id = await clusterId('stopped');
  const bytes = 1_000_000;
  await changeCluster('stopped', { retention: { bytes } }, 'test');
  const total = await countEvents('stopped');
  const stop = new AbortController();
  // Somebody holds the daily counts: the step has dropped bytes and rows, and cannot end.
  const holder = await database.pool.connect();
  await holder.query('begin; lock table event_count_day in share mode');
  const killed = runRetention({ now: FIRST + 5.5 * DAY_MS, signal: stop.signal });
  killed.catch(() => undefined);
  let waiting: { pid: number }[] = [];
  while (waiting.length === 0) {
    waiting = await run(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%event_count_day%'`,
    );
  }
  await expectExact();
  await run('select pg_terminate_backend($1)', [waiting[0]?.pid]);
  await expect(killed).rejects.toThrow();
  await holder.query('rollback');
  holder.release();
  expect(await countEvents('stopped')).toBe(total);
  await expectExact();
  const decisions = () => run(`select after from admin_action where action = 'retention.drop' and cluster = 'stopped'`);
  expect(await decisions()).toHaveLength(1);

  // Then it is told to stop after its first step.
  const watch = setInterval(async () => {
    if ((await run('select from prune_marker where cluster_id = $1', [id])).length > 0) stop.abort();
  }, 1);
  await runRetention({ now: FIRST + 5.5 * DAY_MS, signal: stop.signal });
  clearInterval(watch);
  await expectExact();
  await expectVerified();
  await runRetention({ now: FIRST + 5.5 * DAY_MS });
  expect(await decisions()).toHaveLength(1);
  const kept = await readKeptDays(database.pool, id);
  expect(kept.reduce((sum, day) => sum + day.bytes, 0)).toBeLessThanOrEqual(bytes);
  expect(await run('select prune_before, prune_reason from cluster where id = $1', [id])).toEqual([
    { prune_before: null, prune_reason: null },
  ]);
  await expectExact();
  await expectVerified();
});

it('takes off what a reindex had corrected', async () => {
  const id = await clusterId('kept');
  // A combination that is lost is given a new number: blocks say the old one, and corrections the difference.
  await run(
    `delete from combination where id = (select combination_id from event where cluster_id = $1 order by at limit 1)`,
    [id],
  );
  const { finished } = await reindex(database.pool, { signal: new AbortController().signal });
  expect(finished).toBe(true);
  expect(await run('select from count_correction where cluster_id = $1 and block_seq = 1', [id])).not.toEqual([]);
  await changeCluster('kept', { retention: { days: 4 } }, 'test');
  const [dropped] = await runRetention({ now: FIRST + 5.5 * DAY_MS });
  expect(dropped).toMatchObject({ cluster: 'kept', blocks: 1 });
  await changeCluster('kept', { retention: null }, 'test');
  await expectExact();
  await expectVerified();
});

it('makes room on a full disk only where that was chosen, and what was exported stays provable', async () => {
  await changeCluster('kept', { dropWhenFull: true }, 'test');
  await new Checkpointer(database.pool, () => undefined).checkpointCluster('kept');
  const held = await countEvents('kept');
  const exportedBefore = await exportOfKept('before.evidence');
  const [oldest] = await readKeptDays(database.pool, await clusterId('kept'));
  const dropped = await runRetention({ now: FIRST + 5.5 * DAY_MS, missingBytes: (oldest?.bytes ?? 0) - 1 });
  expect(dropped).toMatchObject([{ cluster: 'kept', reason: 'the disk was nearly full', blocks: oldest?.blocks }]);
  await expectExact();
  expect(proveOffline(exportedBefore)).toContain(`${held} events in 7 blocks of cluster kept`);
  // The checkpoint of all blocks proves those that are left.
  const left = await countEvents('kept');
  expect(left).toBeLessThan(held);
  expect(proveOffline(await exportOfKept('after.evidence'))).toContain(
    `${left} events in ${7 - (oldest?.blocks ?? 0)} blocks`,
  );
});

it('leaves markers that cannot be changed, and evidence that refuses every other change', async () => {
  await expect(run(`update prune_marker set reason = 'because'`)).rejects.toThrow('Plumbline refuses UPDATE');
  await expect(run('delete from prune_marker')).rejects.toThrow('Plumbline refuses DELETE');
  await expect(run(`update evidence_block set data = '', counts = '' where octet_length(data) > 0`)).rejects.toThrow(
    'Plumbline refuses UPDATE',
  );
  await expect(run(`update evidence_block set data = 'x' where octet_length(data) = 0`)).rejects.toThrow(
    'Plumbline refuses UPDATE',
  );
  // By somebody who switches the trigger off: the note says another reason.
  await run('alter table prune_marker disable trigger user');
  await run(`update prune_marker set reason = 'because' where cluster_id = $1`, [await clusterId('kept')]);
  const report = await verifyDatabase({ url: database.url, threads: 0 });
  expect(report.findings[0]).toMatchObject({ kind: 'prune', cluster: 'kept' });
});
