import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '@/lib/db/in-transaction';
import { lockCluster } from '@/lib/db/locks';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { appendBlocks, readLogHead, UnsealedError } from './append-blocks';
import { headerText, NO_PREVIOUS } from './block-header';
import { compressPayload, packEvents } from './block-payload';
import { eventRoot } from './event-root';
import { sealAllBlocks } from './seal-blocks';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const eventsOf = (seq: number) => [Buffer.from(`{"n":${seq}}`), Buffer.from(`{"n":-${seq}}`)];

async function addCluster(name: string): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>('insert into cluster (name) values ($1) returning id', [
    name,
  ]);
  return rows[0]?.id as number;
}

async function append(clusterId: number, seq: number): Promise<void> {
  const events = eventsOf(seq);
  const payload = packEvents(events);
  const data = await compressPayload(payload);
  await inTransaction(database.pool, async (client) => {
    await lockCluster(client, clusterId);
    const head = await readLogHead(client, clusterId);
    await Promise.all(
      appendBlocks(client, clusterId, head, [
        {
          eventCount: events.length,
          byteLength: payload.length,
          eventRoot: eventRoot(events),
          minAt: seq,
          maxAt: seq + 1,
          importFileId: null,
          counts: Buffer.alloc(12, seq),
          data,
        },
      ]),
    );
  });
}

/** As a version without the chain wrote it. */
async function insertUnsealed(clusterId: number, seq: number): Promise<void> {
  const payload = packEvents(eventsOf(seq));
  await database.pool.query(
    `insert into evidence_block (cluster_id, seq, event_count, byte_length, sha256, min_at, max_at, received_at, counts, data)
     values ($1, $2::int, 2, $3, $4, $2::bigint, $2::bigint + 1, now(), $5, $6)`,
    [
      clusterId,
      seq,
      payload.length,
      createHash('sha256').update(payload).digest(),
      Buffer.alloc(12, seq),
      await compressPayload(payload),
    ],
  );
}

type ChainRow = { seq: number; previous_hash: Buffer; block_hash: Buffer; sha256: Buffer | null };

async function chainOf(clusterId: number): Promise<ChainRow[]> {
  const { rows } = await database.pool.query<ChainRow>(
    'select seq, previous_hash, block_hash, sha256 from evidence_block where cluster_id = $1 order by seq',
    [clusterId],
  );
  return rows;
}

function expectLinked(chain: ChainRow[]): void {
  let previous: Buffer = NO_PREVIOUS;
  chain.forEach((row, i) => {
    expect(row.seq).toBe(i + 1);
    expect(row.sha256).toBeNull();
    expect(row.previous_hash.equals(previous)).toBe(true);
    previous = row.block_hash;
  });
}

describe('a block header', () => {
  it('is this text', () => {
    const header = {
      seq: 2,
      eventCount: 1000,
      byteLength: 1_170_000,
      eventRoot: Buffer.alloc(32, 1),
      countsSha256: Buffer.alloc(32, 2),
      minAt: 1_767_225_600_000_000,
      maxAt: 1_767_225_600_000_001,
      importFileId: '7b2d8a0e-0000-4000-8000-000000000001',
      receivedAt: 1_767_225_700_000_123,
      previousHash: Buffer.alloc(32, 3),
    };
    const log = { logId: '7b2d8a0e-0000-4000-8000-00000000000f', clusterName: 'prod' };
    expect(headerText(log, header)).toBe(
      [
        'plumbline block v1',
        'origin plumbline/7b2d8a0e-0000-4000-8000-00000000000f',
        'cluster prod',
        'seq 2',
        'events 1000',
        'bytes 1170000',
        `event-root ${'01'.repeat(32)}`,
        `counts-sha256 ${'02'.repeat(32)}`,
        'min-at 1767225600000000',
        'max-at 1767225600000001',
        'import 7b2d8a0e-0000-4000-8000-000000000001',
        'received-at 1767225700000123',
        `previous ${'03'.repeat(32)}`,
        '',
      ].join('\n'),
    );
    expect(headerText(log, { ...header, importFileId: null })).toContain('\nimport -\n');
  });
});

describe('the chain', () => {
  it('links each block to the one before it', async () => {
    const cluster = await addCluster('linked');
    for (let seq = 1; seq <= 4; seq++) await append(cluster, seq);
    expectLinked(await chainOf(cluster));
  });

  it('takes in the blocks of an earlier version before the next one', async () => {
    const cluster = await addCluster('earlier');
    for (let seq = 1; seq <= 30; seq++) await insertUnsealed(cluster, seq);
    await expect(append(cluster, 31)).rejects.toThrow(UnsealedError);
    expect(await sealAllBlocks(database.pool)).toBe(30);
    await append(cluster, 31);
    expectLinked(await chainOf(cluster));
  });

  it('takes in no block that was changed meanwhile', async () => {
    const cluster = await addCluster('changed');
    await insertUnsealed(cluster, 1);
    await asIntruder('update evidence_block set sha256 = $2 where cluster_id = $1', [cluster, Buffer.alloc(32)]);
    await expect(sealAllBlocks(database.pool)).rejects.toThrow(/block 1 of cluster changed does not fit/);
  });
});

describe('the database', () => {
  it('refuses every change of a block', async () => {
    const cluster = await addCluster('refused');
    await append(cluster, 1);
    for (const change of [
      'event_count = 3',
      `data = '\\x00'`,
      `data = ''`,
      `data = '', counts = ''`,
      'block_hash = null',
      `received_at = received_at + interval '1 s'`,
      'import_file_id = gen_random_uuid()',
      'seq = 2',
      'seq = seq',
    ]) {
      const update = database.pool.query(`update evidence_block set ${change} where cluster_id = $1`, [cluster]);
      await expect(update, change).rejects.toThrow(/Plumbline refuses UPDATE on evidence_block/);
    }
    const removal = database.pool.query('delete from evidence_block where cluster_id = $1', [cluster]);
    await expect(removal).rejects.toThrow(/refuses DELETE/);
    for (const table of ['evidence_block', 'checkpoint', 'prune_marker']) {
      await expect(database.pool.query(`truncate ${table}`)).rejects.toThrow(`refuses TRUNCATE on ${table}`);
    }
    for (const table of ['checkpoint', 'prune_marker']) {
      await expect(database.pool.query(`delete from ${table}`)).rejects.toThrow(`refuses DELETE on ${table}`);
      await expect(database.pool.query(`update ${table} set at = 1`)).rejects.toThrow(`refuses UPDATE on ${table}`);
    }
    expectLinked(await chainOf(cluster));
  });

  it('drops the bytes of whole blocks through prune_evidence only, with a marker', async () => {
    const cluster = await addCluster('pruned');
    for (let seq = 1; seq <= 5; seq++) await append(cluster, seq);
    const before = await chainOf(cluster);
    const prune = (first: number, last: number) =>
      database.pool.query('select prune_evidence($1::smallint, $2, $3, 7, $4)', [cluster, first, last, 'a note']);
    await prune(1, 3);
    expect(await chainOf(cluster)).toEqual(before);
    const { rows } = await database.pool.query(
      'select seq, length(data) > 0 as data, length(counts) > 0 as counts from evidence_block where cluster_id = $1 order by seq',
      [cluster],
    );
    expect(rows.map((row) => [row.seq, row.data, row.counts])).toEqual([
      [1, false, false],
      [2, false, false],
      [3, false, false],
      [4, true, true],
      [5, true, true],
    ]);
    const markers = await database.pool.query(
      'select first_seq, last_seq, note from prune_marker where cluster_id = $1',
      [cluster],
    );
    expect(markers.rows).toEqual([{ first_seq: 1, last_seq: 3, note: 'a note' }]);
    await expect(prune(3, 4)).rejects.toThrow(/pruned already/);
    await expect(prune(5, 6)).rejects.toThrow(/has 1 of the blocks 5 to 6/);
    await expect(prune(5, 4)).rejects.toThrow();
  });
});

/** The owner of a table can switch its triggers off; verification is for what happens then. */
async function asIntruder(statement: string, values: unknown[]): Promise<void> {
  await inTransaction(database.pool, async (client) => {
    await client.query('alter table evidence_block disable trigger user');
    await client.query(statement, values);
    await client.query('alter table evidence_block enable trigger user');
  });
}
