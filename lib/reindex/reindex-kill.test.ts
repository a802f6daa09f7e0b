// The command itself, killed with -9 again and again while it mends an index that is damaged at random: it ends, and then every
// count is what the events in the evidence say, read here by other means. PLUMBLINE_FAULTS=N is the number of rounds.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventFields } from '@/lib/audit/event-fields';
import { facetValues } from '@/lib/audit/facet-values';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import { importStream } from '@/lib/ingest/import-stream';
import { emptyFilter } from '@/lib/search/event-filter';
import { searchFacets } from '@/lib/search/facets';
import { verifyDatabase } from '@/lib/verify/verify-database';
import type { ReindexReport } from './reindex-report';

const ROUNDS = Number(process.env.PLUMBLINE_FAULTS ?? 0) || 1;
const EVENTS = ROUNDS > 1 ? 60_000 : 8_000;
const bundled = path.resolve('.build');

let directory: string;
let database: TestDatabase;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-reindex-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  for (const clusterName of ['even', 'odd']) {
    const input = Readable.from(lines());
    await importStream({ clusterName, name: `${clusterName}.log`, source: 'cli', input, bytesTotal: null });
  }
});

afterAll(async () => {
  await closePool();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

function* lines(): Generator<Buffer> {
  const seed = randomInt(1_000_000);
  for (let i = 0; i < EVENTS / 2; i++) {
    const at = new Date(Date.UTC(2026, 1, 1) + i * 9_000 + seed).toISOString().replace('Z', '000Z');
    const event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: `${String(seed).padStart(8, '0')}-0000-4000-8000-${String(i).padStart(12, '0')}`,
      stage: 'ResponseComplete',
      requestURI: `/api/v1/namespaces/ns-${i % 7}/pods/p${i}`,
      verb: i % 5 === 0 ? 'list' : 'get',
      user: { username: `system:serviceaccount:ns-${i % 3}:app-${i % 13}` },
      sourceIPs: ['192.0.2.1'],
      objectRef: { resource: 'pods', namespace: `ns-${i % 7}`, name: `p${i}`, apiVersion: 'v1' },
      responseStatus: { code: i % 11 === 0 ? 404 : 200 },
      requestReceivedTimestamp: at,
      stageTimestamp: at,
    };
    yield Buffer.from(`${JSON.stringify(event)}\n`);
  }
}

const oneIn = (n: number) => `hashtext(ctid::text || '${randomInt(1_000_000)}') % ${n} = 0`;

/** Some of these at once, each on rows that chance chooses. */
const DAMAGE = [
  () => `delete from event where ${oneIn(20)}`,
  () =>
    `update event set combination_id = (combination_id * 7) % (select max(id) from combination) + 1 where ${oneIn(50)}`,
  () => `update event set block_seq = block_seq % 9 + 1, ordinal = ordinal / 2 where ${oneIn(50)}`,
  () => `update event set audit_key = gen_random_uuid(), name = 'x' where ${oneIn(100)}`,
  () => `update event set at = at + 3600000000 where ${oneIn(100)}`,
  () => `delete from event_count_hour where ${oneIn(5)}`,
  () => `update event_count_hour set count = count + 1 where ${oneIn(9)}`,
  () => `update event_count_day set combination_id = combination_id + 1 where ${oneIn(3)}`,
  () =>
    `insert into event_count_day (day, combination_id, count) select day + 1, combination_id, 5 from event_count_day where ${oneIn(2)}`,
  () => `update term set value = value || '?' where ${oneIn(4)}`,
  () => `delete from term where ${oneIn(6)}`,
  () => `delete from combination where ${oneIn(6)}`,
];

async function damageAtRandom(): Promise<string[]> {
  const chosen = DAMAGE.filter(() => randomInt(3) > 0).map((statement) => statement());
  // So many that a kill meets a reindex at work.
  chosen.push(`delete from event where ${oneIn(3)}`);
  for (const statement of chosen) await database.pool.query(statement);
  return chosen;
}

type Ended = { code: number | null; report: ReindexReport | null; errors: string };

function startReindex() {
  const child = spawn(process.execPath, [path.join(bundled, 'reindex.mjs'), '--json'], {
    env: { ...process.env, DATABASE_URL: database.url, PLUMBLINE_DATA: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    errors += text;
  });
  const ended: Promise<Ended> = once(child, 'close').then(([code]) => ({
    code,
    report: output === '' ? null : JSON.parse(output),
    errors,
  }));
  return { child, ended };
}

/** How far it came, in all clusters. */
async function progress(): Promise<number> {
  const { rows } = await database.pool.query<{ blocks: number }>(
    'select coalesce(sum(next_seq), 0)::int as blocks from reindex_progress where finished_at is null',
  );
  return rows[0]?.blocks ?? 0;
}

/** What the tables must hold: by hour and by day, in the words of the events. */
async function countsOfEvidence(): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const { rows } = await database.pool.query<{ cluster: string; data: Buffer }>(
    'select c.name as cluster, b.data from evidence_block b join cluster c on c.id = b.cluster_id',
  );
  for (const { cluster, data } of rows) {
    for (const bytes of unpackEvents(await decompressPayload(data))) {
      const event = JSON.parse(bytes.toString());
      const hour = Math.floor(Date.parse(event.stageTimestamp) / 3_600_000);
      const words = facetValues(event, cluster).map((value) => value ?? '-');
      for (const key of [`hour ${hour} ${words.join('|')}`, `day ${Math.floor(hour / 24)} ${words.join('|')}`])
        counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

async function countsOfTables(): Promise<Map<string, number>> {
  const values = eventFields.map(({ column }) => `coalesce((select value from term where id = k."${column}"), '-')`);
  const { rows } = await database.pool.query<{ key: string; n: number }>(
    `with words as (select k.id, concat_ws('|', ${values.join(', ')}) as words from combination k)
     select concat_ws(' ', 'hour', hour, words) as key, sum(count)::int as n
       from event_count_hour h left join words w on w.id = h.combination_id group by 1
     union all
     select concat_ws(' ', 'day', day, words), sum(count)::int
       from event_count_day d left join words w on w.id = d.combination_id group by 1`,
  );
  return new Map(rows.map(({ key, n }) => [key, n]));
}

test(
  'killed again and again, it ends and leaves what the evidence says',
  async () => {
    const expected = await countsOfEvidence();
    expect(await countsOfTables()).toEqual(expected);
    let killedAtWork = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const damage = await damageAtRandom();
      for (let kill = 0; kill < (ROUNDS > 1 ? 2 : 1); kill++) {
        const from = await progress();
        const { child, ended } = startReindex();
        let over = false;
        void ended.then(() => {
          over = true;
        });
        // Some blocks further, and then at any moment of the next ones.
        while (!over && (await progress()) <= Math.max(from, 2)) await sleep(2);
        await sleep(randomInt(60));
        if (!over) killedAtWork++;
        child.kill('SIGKILL');
        await ended;
      }
      const { code, report, errors } = await startReindex().ended;
      const about = `${damage.join('; ')}: ${errors}`;
      expect(code, about).toBe(0);
      expect(report?.finished, about).toBe(true);
      expect(await countsOfTables(), about).toEqual(expected);
      const verified = await verifyDatabase({ url: database.url, threads: 0 });
      expect(verified.findings, about).toEqual([]);
      expect(verified.events).toBe(EVENTS);
      // This process had counts and dictionary in memory all the while.
      expect((await searchFacets({ filter: emptyFilter })).total, about).toBe(EVENTS);
    }
    expect(killedAtWork).toBeGreaterThan(0);
  },
  60_000 + ROUNDS * 30_000,
);
