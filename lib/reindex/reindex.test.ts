// A database that was damaged in every way that evidence can mend, against one in which the same log was imported and nothing
// happened: afterwards both say the same, and the verification has nothing to say.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventFields } from '@/lib/audit/event-fields';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { emptyFilter } from '@/lib/search/event-filter';
import { searchFacets } from '@/lib/search/facets';
import { searchHistogram } from '@/lib/search/histogram';
import { verifyDatabase } from '@/lib/verify/verify-database';
import { reindex } from './reindex';
import type { ReindexReport } from './reindex-report';

/** All kinds of damage, or some of them with the other tests. */
const ALL = process.env.PLUMBLINE_FAULTS !== undefined;
const FILES = 12;
const EVENTS_PER_FILE = 120;
const EVENTS = FILES * EVENTS_PER_FILE;

let directory: string;
let database: TestDatabase;
let untouched: Set<string>;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-reindex-'));
  process.env.PLUMBLINE_DATA = directory;
  await openWithFiles();
  untouched = await everything();
});

afterAll(async () => {
  await close();
  await rm(directory, { recursive: true, force: true });
});

async function openWithFiles(): Promise<void> {
  await open();
  await importFiles(0, FILES);
}

async function open(): Promise<void> {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
}

async function close(): Promise<void> {
  await closePool();
  await database.drop();
}

/** Two clusters in turn, so that blocks of both lie among each other; an hour between two files. */
async function importFiles(from: number, to: number, start = 0): Promise<void> {
  for (let file = from; file < to; file++) {
    const lines = Array.from({ length: EVENTS_PER_FILE }, (_, i) => eventLine(start + file, i));
    const input = Readable.from([Buffer.from(lines.join('\n'))]);
    const clusterName = file % 2 === 0 ? 'even' : 'odd';
    await importStream({ clusterName, name: `${file}.log`, source: 'cli', input, bytesTotal: null });
  }
}

function eventLine(file: number, i: number): string {
  const n = file * EVENTS_PER_FILE + i;
  const at = new Date(Date.UTC(2026, 0, 1) + file * 3_600_000 + i * 7000).toISOString().replace('Z', '000Z');
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: `/api/v1/namespaces/default/pods/p${n}`,
    verb: i % 5 === 0 ? 'list' : 'get',
    user: { username: `system:serviceaccount:ns-${i % 3}:app-${file % 4}` },
    sourceIPs: ['192.0.2.1'],
    objectRef: { resource: 'pods', namespace: `ns-${i % 7}`, name: `p${n}`, apiVersion: 'v1' },
    responseStatus: { code: i % 11 === 0 ? 404 : 200 },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  });
}

/** Every row and every count, in the words of the events instead of the dictionary's numbers. */
async function everything(): Promise<Set<string>> {
  const values = eventFields.map(({ column }) => `(select value from term where id = k."${column}")`);
  const words = `concat_ws('|', ${values.map((value) => `coalesce(${value}, '-')`).join(', ')})`;
  const { rows } = await database.pool.query<{ line: string }>(
    `with words as (select k.id, ${words} as words from combination k)
     select concat_ws(' ', 'row', e.at, e.hash, c.name, e.stripe, e.block_seq, e.ordinal, e.audit_key, e.audit_key_is_id, e.name, w.words) as line
       from event e join cluster c on c.id = e.cluster_id left join words w on w.id = e.combination_id
     union all
     select concat_ws(' ', 'hour', hour, sum(count), w.words) from event_count_hour h left join words w on w.id = h.combination_id
      group by hour, w.words
     union all
     select concat_ws(' ', 'day', day, sum(count), w.words) from event_count_day d left join words w on w.id = d.combination_id
      group by day, w.words`,
  );
  expect(new Set(rows.map(({ line }) => line)).size).toBe(rows.length);
  return new Set(rows.map(({ line }) => line));
}

const run = (statement: string, values: unknown[] = []) => database.pool.query(statement, values);

const never = new AbortController().signal;
const reindexAll = (signal: AbortSignal = never): Promise<ReindexReport> => reindex(database.pool, { signal });

async function expectVerified(events: number): Promise<void> {
  const report = await verifyDatabase({ url: database.url, threads: 0 });
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({ ok: true, events });
}

/** What a page shows: all of it says the same number. */
async function shown(): Promise<number> {
  const [{ total, totals }, { total: inBuckets }] = [
    await searchFacets({ filter: emptyFilter }),
    await searchHistogram({ filter: emptyFilter, maxBuckets: 50 }),
  ];
  expect(new Set(Object.values(totals))).toEqual(new Set([total]));
  expect(inBuckets).toBe(total);
  return total;
}

const total = async () => (await searchFacets({ filter: emptyFilter })).total;

/** As an older version would have left it that named workloads otherwise. */
const renameWorkloads = () =>
  run(
    `update term set value = 'formerly ' || id || ' ' || value,
       value_hash = encode(substring(sha256(convert_to('formerly ' || id || ' ' || value, 'UTF8')) for 16), 'hex')::uuid
     where field = 'workload'`,
  );

const DAMAGE: Record<string, () => Promise<unknown>> = {
  'all rows gone': () => run('truncate event'),
  'some rows gone': () => run('delete from event where ordinal % 10 = 3'),
  'rows under other values': () =>
    run('update event set combination_id = combination_id % (select max(id) from combination) + 1'),
  'rows at other places': () => run('update event set block_seq = block_seq % 6 + 1, ordinal = ordinal + 1'),
  'rows with other times and names': () => run(`update event set at = at + 1, name = 'x' where ordinal % 2 = 0`),
  'rows of another stripe': () => run('update event set stripe = 1 where ordinal < 5'),
  'rows of nothing': () =>
    run(
      `insert into event (at, hash, cluster_id, combination_id, block_seq, ordinal, audit_key, audit_key_is_id)
       select n, gen_random_uuid(), case when n % 2 = 0 then 999 else (select min(id) from cluster) end, 1, 999, 0, gen_random_uuid(), true
       from generate_series(1, 20) n`,
    ),
  'all counts gone': () => run('truncate event_count_hour, event_count_day'),
  'counts changed': () => run('update event_count_hour set count = count + hour % 3 where combination_id % 2 = 0'),
  'counts of nothing': () =>
    run('insert into event_count_day (day, combination_id, count) values (1, 1, 7), (20000, 1, -3), (20454, 9999, 1)'),
  'counts split': () =>
    run(
      'insert into event_count_hour (hour, combination_id, count) select hour, combination_id, 0 from event_count_hour',
    ),
  'other workload names': renameWorkloads,
  'the text of values changed': () => run(`update term set value = value || '!' where id % 3 = 0`),
  'the hash of values changed': () => run('update term set value_hash = gen_random_uuid() where id % 3 = 0'),
  'values gone': () => run('delete from term where id % 4 = 0'),
  'combinations gone': () => run('delete from combination where id % 3 = 0'),
  'all of the dictionary gone': () => run('truncate term, combination'),
  everything: () => run('truncate term, combination, event, event_count_hour, event_count_day'),
};

function someDamage(): [string, () => Promise<unknown>][] {
  const left = Object.entries(DAMAGE);
  return ALL ? left : Array.from({ length: 3 }, () => left.splice(randomInt(left.length), 1)[0] as (typeof left)[0]);
}

// One database: each test leaves it as it found it, and the corrections of the counts grow with each.
describe('a reindex', () => {
  it('of an index that is right writes nothing', async () => {
    const report = await reindexAll();
    expect(report).toMatchObject({
      finished: true,
      mendedCounts: 0,
      strayRows: 0,
      mendedTerms: 0,
      droppedCombinations: 0,
    });
    expect(report.clusters.map(({ cluster, events, mendedBlocks }) => [cluster, events, mendedBlocks])).toEqual([
      ['even', EVENTS / 2, 0],
      ['odd', EVENTS / 2, 0],
    ]);
    expect(await everything()).toEqual(untouched);
  });

  it.each(someDamage())('mends: %s', async (_, damage) => {
    expect(await shown()).toBe(EVENTS);
    await damage();
    expect((await reindexAll()).finished).toBe(true);
    expect(await everything()).toEqual(untouched);
    await expectVerified(EVENTS);
    // The same process, with counts and dictionary in memory from before.
    expect(await shown()).toBe(EVENTS);
    expect(await reindexAll()).toMatchObject({ mendedCounts: 0, strayRows: 0, mendedTerms: 0, droppedCombinations: 0 });
  });

  it('of one cluster leaves the others alone', async () => {
    await run('delete from event where ordinal = 1');
    const report = await reindex(database.pool, { cluster: 'even', signal: never });
    expect(report.clusters.map(({ cluster, mendedBlocks }) => [cluster, mendedBlocks])).toEqual([['even', FILES / 2]]);
    const { rows } = await run(
      'select c.name, count(*)::int as n from event join cluster c on c.id = cluster_id group by 1 order by 1',
    );
    expect(rows).toEqual([
      { name: 'even', n: EVENTS / 2 },
      { name: 'odd', n: EVENTS / 2 - FILES / 2 },
    ]);
    await expect(reindex(database.pool, { cluster: 'none', signal: never })).rejects.toThrow('no cluster named none');
    await reindexAll();
    expect(await everything()).toEqual(untouched);
  });

  it('goes on where it was stopped, and shows the same numbers all the time', async () => {
    await renameWorkloads();
    expect(await shown()).toBe(EVENTS);
    let runs = 0;
    for (let finished = false; !finished; runs++) {
      const stop = new AbortController();
      const work = reindex(database.pool, { signal: stop.signal, onProgress: () => stop.abort() });
      const looks: number[] = [];
      let working = true;
      const looking = (async () => {
        while (working) looks.push(await shown());
      })();
      const report = await work.finally(() => {
        working = false;
      });
      await looking;
      expect(new Set(looks)).toEqual(new Set([EVENTS]));
      finished = report.finished;
    }
    expect(runs).toBeGreaterThan(2);
    const { facets } = await searchFacets({ filter: emptyFilter });
    expect(facets.workload.filter(({ count, value }) => count > 0 && value?.startsWith('formerly'))).toEqual([]);
    await expectVerified(EVENTS);
    expect(await everything()).toEqual(untouched);
  });

  it('is alone at its work', async () => {
    const outcomes = await Promise.allSettled([reindexAll(), reindexAll()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a reindex of other evidence', () => {
  beforeEach(async () => {
    await close();
    await openWithFiles();
  });

  it('goes on beside imports', async () => {
    await renameWorkloads();
    await run('delete from event where ordinal % 3 = 0');
    const more = importFiles(0, 6, 1000);
    let importing = true;
    const imported = more.finally(() => {
      importing = false;
    });
    while (importing) {
      await reindex(database.pool, { signal: never, fromStart: true });
      expect((await total()) % EVENTS_PER_FILE).toBe(0);
    }
    await imported;
    await reindexAll();
    await expectVerified(EVENTS + 6 * EVENTS_PER_FILE);
    expect(await shown()).toBe(EVENTS + 6 * EVENTS_PER_FILE);
  });

  it('goes on beside an import of the very events whose rows are missing', async () => {
    await run('delete from event where ordinal % 2 = 0');
    const [first] = await Promise.all([reindexAll(), importFiles(0, FILES)]);
    expect(first.finished).toBe(true);
    expect(await total()).toBe(EVENTS);
    expect(await everything()).toEqual(untouched);
  });

  it('counts an event once that was imported again while its row was missing', async () => {
    await run('delete from event where block_seq = 2 and ordinal < 50');
    await importFiles(2, 4);
    expect(await total()).toBe(EVENTS + 100);
    const report = await reindexAll();
    expect(report.clusters.map(({ doubledEvents }) => doubledEvents)).toEqual([50, 50]);
    expect(await shown()).toBe(EVENTS);
    expect(await everything()).toEqual(untouched);
  });

  it('refuses to build on evidence that was changed, and builds the rest', async () => {
    await run('alter table evidence_block disable trigger user');
    await run(
      'update evidence_block set event_root = set_byte(event_root, 0, get_byte(event_root, 0) # 1) where seq = 3',
    );
    await run('delete from event where ordinal = 0');
    const report = await reindexAll();
    expect(report.clusters.map(({ unreadable }) => unreadable.map(({ block }) => block))).toEqual([[3], [3]]);
    const { rows } = await run('select count(*)::int as n from event');
    expect(rows).toEqual([{ n: EVENTS - 2 }]);
  });
});
