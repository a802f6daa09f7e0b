// Every change of a log of 10,000 events is found and located, by somebody who may do anything in the database. A small random
// part runs with the other tests; `npm run test:tamper` runs TAMPER_MUTATIONS of the row changes and TAMPER_CLEAN_RUNS
// verifications of an untouched log. Changes are made inside a transaction that is rolled back, and the verification reads in it.
import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventHash } from '@/lib/audit/event-identity';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { blockHash } from '@/lib/evidence/block-header';
import { compressPayload, decompressPayload, packEvents, unpackEvents } from '@/lib/evidence/block-payload';
import { checkpointFile } from '@/lib/evidence/checkpoint-outlets';
import { Checkpointer } from '@/lib/evidence/checkpointer';
import { eventRoot } from '@/lib/evidence/event-root';
import { signPruneNote } from '@/lib/evidence/prune-note';
import { loadSigningKey } from '@/lib/evidence/signing-key';
import { importStream } from '@/lib/ingest/import-stream';
import { BlockChecker, type CheckedLog } from './block-checker';
import { checkStrayRows } from './check-leftovers';
import { Findings } from './findings';
import { laneOn } from './range-lanes';
import { verifyDatabase, verifyInTransaction } from './verify-database';
import type { Finding, VerifyReport } from './verify-report';

const EVENTS = 10_000;
const MUTATIONS = Number(process.env.TAMPER_MUTATIONS ?? 16);
const CLEAN_RUNS = Number(process.env.TAMPER_CLEAN_RUNS ?? 1);
/** Of the row changes, how many are also looked for by a verification of everything. */
const COMPARED = Math.max(5, Math.floor(MUTATIONS / 100));
const LIMIT_MS = 60_000 + MUTATIONS * 500 + CLEAN_RUNS * 5000;
const CLUSTER = 'tampered';

/** Each verification of everything takes half a second: with the other tests only some are made, others every time. */
function some<T>(all: readonly T[], count: number): T[] {
  const left = [...all];
  if (MUTATIONS >= 1000) return left;
  return Array.from({ length: count }, () => left.splice(randomInt(left.length), 1)[0] as T);
}

let database: TestDatabase;
let directory: string;
let client: PoolClient;
let log: CheckedLog;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-tamper-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  await importEvents(CLUSTER, 0, EVENTS / 2);
  await checkpoint(CLUSTER);
  await importEvents(CLUSTER, EVENTS / 2, EVENTS);
  await checkpoint(CLUSTER);
  await importEvents('other', 2 * EVENTS, 2 * EVENTS + 1500);
  client = await database.pool.connect();
  for (const table of ['evidence_block', 'checkpoint', 'prune_marker']) {
    await client.query(`alter table ${table} disable trigger user`);
  }
  const { rows } = await client.query<CheckedLog>(
    'select id as "clusterId", name as "clusterName", log_id as "logId" from cluster where name = $1',
    [CLUSTER],
  );
  log = rows[0] as CheckedLog;
});

afterAll(async () => {
  client?.release();
  await closePool();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

async function importEvents(cluster: string, from: number, to: number, verb = 'get'): Promise<void> {
  const lines = Array.from({ length: to - from }, (_, i) => eventLine(from + i, verb));
  const input = Readable.from([Buffer.from(lines.join('\n'))]);
  await importStream({ clusterName: cluster, name: 'tamper.log', source: 'cli', input, bytesTotal: null });
}

function eventLine(n: number, verb: string): string {
  const at = new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString().replace('Z', '000Z');
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: `/api/v1/namespaces/default/pods/p${n}`,
    verb: n % 5 === 0 ? 'list' : verb,
    user: { username: `user-${n % 3}` },
    sourceIPs: ['192.0.2.1'],
    objectRef: { resource: 'pods', namespace: `ns-${n % 7}`, name: `p${n}`, apiVersion: 'v1' },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  });
}

const checkpoint = (cluster: string) => new Checkpointer(database.pool, () => undefined).checkpointCluster(cluster);

/** What a verification of everything says inside of the transaction. */
function verifyHere(checkpointFile?: string): Promise<VerifyReport> {
  const seed = randomInt(2 ** 32);
  return verifyInTransaction(client, [laneOn(client, seed)], seed, { checkpointFile });
}

async function tampered<T>(change: () => Promise<unknown>, look: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    await change();
    return await look();
  } finally {
    await client.query('rollback');
  }
}

const run = (statement: string, values: unknown[] = []) => client.query(statement, values);

/** Looks at these blocks alone, and for rows that belong to none. */
async function verifyBlocks(...blocks: number[]): Promise<Finding[]> {
  const findings = new Findings();
  for (const seq of blocks) {
    const checker = new BlockChecker(client, 1);
    const { findings: found } = await checker.check({ log, firstSeq: seq, lastSeq: seq, sample: null });
    for (const finding of found) findings.add(finding);
  }
  await checkStrayRows(client, null, findings);
  return findings.list();
}

type Row = { at: number; hash: string; block_seq: number; ordinal: number };

const ROW_CHANGES: Record<string, string> = {
  at: 'at = at + 1',
  hash: 'hash = md5(hash::text)::uuid',
  'cluster_id, there': `cluster_id = (select id from cluster where name = 'other')`,
  'cluster_id, not there': 'cluster_id = 9999',
  stripe: 'stripe = 1',
  combination_id: 'combination_id = combination_id % (select max(id) from combination) + 1',
  'block_seq, there': 'block_seq = block_seq % 10 + 1',
  'block_seq, not there': 'block_seq = 1000000',
  ordinal: 'ordinal = (ordinal + 1) % 1000',
  'ordinal, not there': 'ordinal = 32000',
  audit_key: 'audit_key = md5(audit_key::text)::uuid',
  audit_key_is_id: 'audit_key_is_id = not audit_key_is_id',
  name: `name = name || 'x'`,
  'name, none': 'name = null',
};

/** One change of one row, and the blocks in which it must show; the first is the row's own. */
async function changeRow(kind: string, row: Row): Promise<void> {
  const where = 'where at = $1 and hash = $2 and cluster_id = $3';
  const values = [row.at, row.hash, log.clusterId];
  if (kind === 'delete') await run(`delete from event ${where}`, values);
  else if (kind === 'duplicate') {
    const columns = 'cluster_id, stripe, combination_id, block_seq, ordinal, audit_key, audit_key_is_id, name';
    await run(
      `insert into event (at, hash, ${columns}) select at, md5(hash::text)::uuid, ${columns} from event ${where}`,
      values,
    );
  } else if (kind === 'swap') {
    await run(
      `update event set ordinal = case when ordinal = $2 then $3 else $2 end
       where cluster_id = $1 and block_seq = $4 and ordinal in ($2::int, $3::int)`,
      [log.clusterId, row.ordinal, (row.ordinal + 1) % 1000, row.block_seq],
    );
  } else await run(`update event set ${ROW_CHANGES[kind]} ${where}`, values);
}

const ROW_KINDS = [...Object.keys(ROW_CHANGES), 'delete', 'duplicate', 'swap'];

describe('an untouched log', { timeout: LIMIT_MS }, () => {
  it(`is found untouched, ${CLEAN_RUNS} times`, async () => {
    for (let i = 0; i < CLEAN_RUNS; i++) {
      const report = await tampered(
        async () => undefined,
        () => verifyHere(),
      );
      expect(report).toMatchObject({ ok: true, findings: [], events: EVENTS + 1500 });
    }
  });

  it('is found untouched by threads, by cluster, by a sample, and against a copy from outside', async () => {
    const whole = await verifyDatabase({ url: database.url, threads: 2 });
    expect(whole).toMatchObject({ ok: true, findings: [], events: EVENTS + 1500 });
    expect(whole.clusters.map(({ cluster, blocks, checkpoints }) => [cluster, blocks, checkpoints])).toEqual([
      ['other', 2, 0],
      [CLUSTER, 10, 2],
    ]);
    const one = { url: database.url, threads: 0, cluster: CLUSTER };
    expect(await verifyDatabase({ ...one, checkpointFile: checkpointFile(CLUSTER) })).toMatchObject({
      ok: true,
      events: EVENTS,
      clusters: [{ outsideCheckpoints: 2 }],
    });
    expect(await verifyDatabase({ ...one, sample: 3 })).toMatchObject({ ok: true, events: 3000 });
  });
});

describe('a changed index row', { timeout: LIMIT_MS }, () => {
  it(`is found and located: ${MUTATIONS} changes`, async () => {
    const { rows } = await client.query<Row>(
      'select at, hash, block_seq, ordinal from event where cluster_id = $1 order by block_seq, ordinal',
      [log.clusterId],
    );
    for (let i = 0; i < MUTATIONS; i++) {
      const kind = ROW_KINDS[i % ROW_KINDS.length] as string;
      // Each row once where there are as many changes as rows.
      const row = rows[MUTATIONS < rows.length ? randomInt(rows.length) : i % rows.length] as Row;
      const found = await tampered(
        () => changeRow(kind, row),
        () => verifyBlocks(row.block_seq),
      );
      const place = `${kind} of block ${row.block_seq}, event ${row.ordinal}`;
      expect(found.length, place).toBeGreaterThan(0);
      const there = found.filter((finding) => finding.block === row.block_seq && finding.event === row.ordinal);
      expect(there.length, place).toBeGreaterThan(0);
      if (i >= COMPARED) continue;
      const report = await tampered(() => changeRow(kind, row), verifyHere);
      for (const finding of found) expect(report.findings, place).toContainEqual(finding);
      const inOwnBlock = report.findings.filter(
        ({ block, cluster, kind: what }) => cluster === CLUSTER && block === row.block_seq && what !== 'extra-row',
      );
      for (const finding of inOwnBlock) expect(found, place).toContainEqual(finding);
    }
  });

  it('that was inserted is found', async () => {
    const report = await tampered(
      () =>
        run(
          `insert into event (at, hash, cluster_id, combination_id, block_seq, ordinal, audit_key, audit_key_is_id)
           values (1, gen_random_uuid(), $1, 1, 11, 0, gen_random_uuid(), true)`,
          [log.clusterId],
        ),
      verifyHere,
    );
    expect(report.findings[0]).toMatchObject({ kind: 'extra-row', block: 11, event: 0 });
  });
});

const BLOCK_CHANGES: Record<string, string> = {
  seq: 'seq = 100',
  stripe: 'stripe = 1',
  event_count: 'event_count = event_count + 1',
  byte_length: 'byte_length = byte_length - 1',
  sha256: `sha256 = '\\x00'`,
  min_at: 'min_at = min_at + 1',
  max_at: 'max_at = max_at - 1',
  import_file_id: 'import_file_id = gen_random_uuid()',
  'import_file_id, none': 'import_file_id = null',
  received_at: `received_at = received_at + interval '1 microsecond'`,
  counts: `counts = set_byte(counts, 8, get_byte(counts, 8) # 1)`,
  'counts, none': `counts = ''`,
  data: `data = set_byte(data, 100, get_byte(data, 100) # 1)`,
  'data, none': `data = ''`,
  event_root: `event_root = set_byte(event_root, 0, get_byte(event_root, 0) # 1)`,
  counts_sha256: `counts_sha256 = set_byte(counts_sha256, 31, get_byte(counts_sha256, 31) # 1)`,
  previous_hash: `previous_hash = set_byte(previous_hash, 5, get_byte(previous_hash, 5) # 1)`,
  block_hash: `block_hash = set_byte(block_hash, 5, get_byte(block_hash, 5) # 1)`,
  'block_hash, none': 'block_hash = null',
};

describe('a changed block', { timeout: LIMIT_MS }, () => {
  it.each(some(Object.entries(BLOCK_CHANGES), 5))('is found and located: %s', async (_, change) => {
    const seq = randomInt(1, 11);
    const report = await tampered(
      () => run(`update evidence_block set ${change} where cluster_id = $1 and seq = $2`, [log.clusterId, seq]),
      verifyHere,
    );
    const own = report.findings.filter(({ cluster, block }) => cluster === CLUSTER && block !== null);
    expect(own[0]?.block).toBe(seq);
  });

  it.each(some([1, 5, 10], 1))('that is removed is found: %i', async (seq) => {
    const report = await tampered(
      () => run('delete from evidence_block where cluster_id = $1 and seq = $2', [log.clusterId, seq]),
      verifyHere,
    );
    expect(report.findings.find(({ cluster, block }) => cluster === CLUSTER && block !== null)?.block).toBe(seq);
  });

  it('that changed its place with the next one is found', async () => {
    const report = await tampered(async () => {
      for (const [from, to] of [
        [4, 100],
        [5, 4],
        [100, 5],
      ]) {
        await run('update evidence_block set seq = $3 where cluster_id = $1 and seq = $2', [log.clusterId, from, to]);
      }
    }, verifyHere);
    expect(report.findings.find(({ cluster }) => cluster === CLUSTER)?.block).toBe(4);
  });

  it('that was copied to the end is found', async () => {
    const columns =
      'stripe, event_count, byte_length, min_at, max_at, import_file_id, received_at, counts, data, event_root, counts_sha256, previous_hash, block_hash';
    const report = await tampered(
      () =>
        run(
          `insert into evidence_block (cluster_id, seq, ${columns}) select cluster_id, 11, ${columns} from evidence_block where cluster_id = $1 and seq = 10`,
          [log.clusterId],
        ),
      verifyHere,
    );
    expect(report.findings.find(({ cluster }) => cluster === CLUSTER)?.block).toBe(11);
  });

  it('of which one byte of one event is other is found, also when all later hashes are made anew', async () => {
    for (const rehash of [false, true]) {
      const seq = randomInt(1, 10);
      const ordinal = randomInt(1000);
      const report = await tampered(async () => {
        await changeEvent(seq, ordinal);
        if (rehash) await rehashFrom(seq);
      }, verifyHere);
      const own = report.findings.filter(({ cluster, block }) => cluster === CLUSTER && block !== null);
      expect(own.some(({ kind, block, event }) => kind === 'row' && block === seq && event === ordinal)).toBe(true);
      if (rehash) expect(own.some(({ kind, block }) => kind === 'checkpoint' && (block as number) >= seq)).toBe(true);
      else expect(own[0]).toMatchObject({ kind: 'block', block: seq });
    }
  });
});

describe('a cut-off or rewritten log', { timeout: LIMIT_MS }, () => {
  const cut = async (blocks: number) => {
    const last = 10 - blocks;
    await run('delete from evidence_block where cluster_id = $1 and seq > $2', [log.clusterId, last]);
    await run('delete from event where cluster_id = $1 and block_seq > $2', [log.clusterId, last]);
  };

  it.each(some([1, 2, 6], 1))('is found by the checkpoint in the database: %i blocks', async (blocks) => {
    const report = await tampered(() => cut(blocks), verifyHere);
    expect(report.findings[0]).toMatchObject({ kind: 'checkpoint', cluster: CLUSTER });
    expect(report.findings.find(({ block }) => block !== null)?.message).toMatch(/its end was cut off/);
  });

  it('of which everything fits again is found only by a copy from outside', async () => {
    const outside = checkpointFile(CLUSTER);
    const aside = path.join(directory, 'kept-outside.txt');
    await writeFile(aside, await readFile(outside));
    const rewritten = async () => {
      const { before, after } = await changeEvent(3, 7);
      await rehashFrom(3);
      await run('update event set hash = $2 where hash = $1', [before, after]);
      await run('delete from checkpoint where cluster_id = $1', [log.clusterId]);
    };
    await writeFile(outside, '');
    const truncated = async () => {
      await run('delete from checkpoint where cluster_id = $1 and size > 5', [log.clusterId]);
      const last = 5;
      await run('delete from evidence_block where cluster_id = $1 and seq > $2', [log.clusterId, last]);
      await run('delete from event where cluster_id = $1 and block_seq > $2', [log.clusterId, last]);
      await run(`delete from import_file where cluster_id = $1 and min_at >= $2`, [
        log.clusterId,
        (Date.UTC(2026, 0, 1) + 5_000_000) * 1000,
      ]);
      await countAnew();
    };
    for (const [change, block] of [
      [truncated, 6],
      [rewritten, 5],
    ] as const) {
      const inside = await tampered(change, () => verifyHere());
      expect(inside.findings).toEqual([]);
      const against = await tampered(change, () => verifyHere(aside));
      expect(against.findings[0]).toMatchObject({ kind: 'outside-checkpoint', block, cluster: CLUSTER });
    }
    await writeFile(outside, await readFile(aside));
  });
});

describe('pruned blocks', { timeout: LIMIT_MS }, () => {
  const prune = async (first: number, last: number, note?: string) => {
    const { privateKey } = await loadSigningKey();
    const { rows } = await run('select block_hash from evidence_block where cluster_id = $1 and seq = $2', [
      log.clusterId,
      last,
    ]);
    const pruned = {
      logId: log.logId,
      firstSeq: first,
      lastSeq: last,
      lastBlockHash: rows[0]?.block_hash,
      at: 7,
      reason: null,
    };
    await run('select prune_evidence($1::smallint, $2, $3, 7, $4)', [
      log.clusterId,
      first,
      last,
      note ?? signPruneNote(pruned, privateKey),
    ]);
    await run('delete from event where cluster_id = $1 and block_seq between $2 and $3', [log.clusterId, first, last]);
    await countAnew();
  };

  it('verify with their marker, and not without one or with one that nobody signed', async () => {
    const report = await tampered(() => prune(1, 3), verifyHere);
    expect(report.findings).toEqual([]);
    expect(report.clusters.find(({ cluster }) => cluster === CLUSTER)).toMatchObject({ prunedBlocks: 3, blocks: 10 });
    const unsigned = await tampered(() => prune(2, 3, 'not signed'), verifyHere);
    expect(unsigned.findings[0]).toMatchObject({ kind: 'prune', block: 2 });
    const unmarked = await tampered(async () => {
      await prune(1, 3);
      await run('delete from prune_marker');
    }, verifyHere);
    expect(unmarked.findings[0]).toMatchObject({ block: 1 });
  });
});

describe('what is derived or signed', { timeout: LIMIT_MS }, () => {
  it.each(
    some(
      [
        [
          'event_count_hour',
          'update event_count_hour set count = count + 1 where ctid = (select ctid from event_count_hour limit 1)',
        ],
        [
          'event_count_hour',
          'update event_count_hour set hour = hour + 1 where ctid = (select ctid from event_count_hour limit 1)',
        ],
        ['event_count_hour', 'delete from event_count_hour where ctid = (select ctid from event_count_hour limit 1)'],
        [
          'event_count_hour',
          'update event_count_hour set combination_id = combination_id % 5 + 1 where ctid = (select ctid from event_count_hour limit 1)',
        ],
        [
          'event_count_day',
          'update event_count_day set count = count - 1 where ctid = (select ctid from event_count_day limit 1)',
        ],
        ['event_count_day', 'insert into event_count_day (day, combination_id, count) values (1, 1, 1)'],
        [
          'event_count_day',
          'update event_count_day set stripe = 1 where ctid = (select ctid from event_count_day limit 1)',
        ],
      ],
      2,
    ),
  )('is found: %s, %s', async (table, statement) => {
    const report = await tampered(() => run(statement), verifyHere);
    expect(report.byKind).toEqual({ counts: expect.any(Number) });
    expect(report.findings[0]?.message).toContain(table);
  });

  it.each(
    some(
      [
        [
          'checkpoint',
          'update checkpoint set root = block_hash from evidence_block b where b.cluster_id = checkpoint.cluster_id and b.seq = 1',
        ],
        ['checkpoint', 'update checkpoint set events = events + 1 where size = 5'],
        ['checkpoint', 'update checkpoint set at = at + 1 where size = 10'],
        ['checkpoint', 'update checkpoint set size = 6 where size = 5'],
        ['checkpoint', `update checkpoint set note = replace(note, 'events 5000', 'events 5001') where size = 5`],
        ['checkpoint', 'delete from checkpoint where size = 5'],
        [
          'checkpoint',
          'delete from checkpoint where size = 10; insert into checkpoint select cluster_id, 9, root, events, at, note from checkpoint',
        ],
        ['dictionary', `update term set value = value || 'x' where field = 'user' and value = 'user-1'`],
        ['dictionary', `update term set value_hash = gen_random_uuid() where field = 'user' and value = 'user-1'`],
        ['dictionary', 'update combination set namespace = 999999 where id = 3'],
        [
          'import',
          `update import_file set inserted = inserted + 1 where cluster_id = 1 and ctid = (select ctid from import_file where cluster_id = 1 limit 1)`,
        ],
        ['import', 'delete from import_file where cluster_id = 1'],
        ['block', `update cluster set name = 'renamed' where id = 1`],
        ['block', 'update cluster set log_id = gen_random_uuid() where id = 1'],
      ],
      4,
    ),
  )('is found: %s, %s', async (kind, statement) => {
    const report = await tampered(() => run(statement), verifyHere);
    expect(report.ok).toBe(false);
    expect(Object.keys(report.byKind)).toContain(kind);
  });
});

/** Counts of the index rows that are there. */
async function countAnew(): Promise<void> {
  for (const [table, column, hours] of [
    ['event_count_hour', 'hour', 1],
    ['event_count_day', 'day', 24],
  ]) {
    await run(`delete from ${table}`);
    await run(
      `insert into ${table} (${column}, combination_id, count)
       select at / (3600000000 * ${hours}), combination_id, count(*) from event group by 1, 2`,
    );
  }
}

async function changeEvent(seq: number, ordinal: number): Promise<{ before: string; after: string }> {
  const { rows } = await run('select data from evidence_block where cluster_id = $1 and seq = $2', [
    log.clusterId,
    seq,
  ]);
  const events = unpackEvents(await decompressPayload(rows[0]?.data));
  const event = Buffer.from(events[ordinal] as Buffer);
  const before = identityOf(event);
  event.write('X', event.indexOf('default/pods'));
  events[ordinal] = event;
  await run('update evidence_block set data = $3 where cluster_id = $1 and seq = $2', [
    log.clusterId,
    seq,
    await compressPayload(packEvents(events)),
  ]);
  return { before, after: identityOf(event) };
}

function identityOf(event: Buffer): string {
  const text = event.toString();
  return eventHash(JSON.parse(text), text);
}

/** What somebody does who knows the chain: the block's root and all hashes from there on are made to fit. */
async function rehashFrom(first: number): Promise<void> {
  const { rows } = await run(
    `select seq, event_count as "eventCount", byte_length as "byteLength", min_at as "minAt", max_at as "maxAt",
       import_file_id as "importFileId", (extract(epoch from received_at) * 1000000)::bigint as "receivedAt", data,
       counts_sha256 as "countsSha256", previous_hash as "previousHash"
     from evidence_block where cluster_id = $1 and seq >= $2 order by seq`,
    [log.clusterId, first],
  );
  let previousHash: Buffer = rows[0]?.previousHash;
  for (const row of rows) {
    const root = eventRoot(unpackEvents(await decompressPayload(row.data)));
    const hash = blockHash(log, { ...row, eventRoot: root, previousHash });
    await run(
      'update evidence_block set event_root = $3, previous_hash = $4, block_hash = $5 where cluster_id = $1 and seq = $2',
      [log.clusterId, row.seq, root, previousHash, hash],
    );
    previousHash = hash;
  }
}
