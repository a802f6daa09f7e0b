/**
 * Writes a batch of events in one transaction: evidence blocks, index rows, counts and the import's progress are there
 * together or not at all. Events that the database has already are left out, so a batch can be tried again and again.
 *
 * The common case, a file that was never imported, must not pay for the check: the rows go straight in by COPY (475,000
 * rows/s) and only when the primary key objects is the batch rolled back, asked about and written without its duplicates.
 * While that keeps happening (the same file again) the question comes first.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { MICROSECONDS_PER_HOUR } from '@/lib/audit/microseconds';
import { lockCluster } from '@/lib/db/locks';
import { BLOCK_BYTES, BLOCK_EVENTS, compressPayload, packEvents } from '@/lib/evidence/block-payload';
import type { ParsedEvent } from '@/lib/ingest/parse-value';

export type EncodedEvent = ParsedEvent & { combinationId: number };

export type WriteResult = { inserted: number; duplicates: number };

/** Statements that belong in the batch's transaction, told what was written. */
export type AlsoWrite = (client: PoolClient, result: WriteResult) => Promise<void>;

export type PreparedBatch = { given: number; fresh: EncodedEvent[]; blocks: Block[] };

type Block = { events: EncodedEvent[]; sha256: Buffer; byteLength: number; data: Buffer };

const UNIQUE_VIOLATION = '23505';

export class BatchWriter {
  private expectDuplicates = false;

  constructor(
    private readonly pool: Pool,
    private readonly clusterId: number,
    private readonly importFileId: string | null,
  ) {}

  /** Everything that needs no transaction: it runs while the batch before is being committed. */
  async prepare(batch: readonly EncodedEvent[]): Promise<PreparedBatch> {
    let fresh = withoutRepeats(batch);
    if (this.expectDuplicates) fresh = await this.withoutKnown(fresh);
    return { given: batch.length, fresh, blocks: await buildBlocks(fresh) };
  }

  async commit(prepared: PreparedBatch, alsoWrite: AlsoWrite): Promise<WriteResult> {
    let { fresh, blocks } = prepared;
    for (;;) {
      const result = { inserted: fresh.length, duplicates: prepared.given - fresh.length };
      if (await this.tryCommit(blocks, result, alsoWrite)) {
        this.expectDuplicates = result.duplicates > 0;
        return result;
      }
      fresh = await this.withoutKnown(fresh);
      blocks = await buildBlocks(fresh);
    }
  }

  /** False when some of the events were there already; then nothing was written. */
  private async tryCommit(blocks: Block[], result: WriteResult, alsoWrite: AlsoWrite): Promise<boolean> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      if (blocks.length > 0) {
        await lockCluster(client, this.clusterId);
        const seq = await this.lastSeq(client);
        await this.copyEvents(client, blocks, seq);
        await this.insertBlocks(client, blocks, seq);
        await this.addCounts(client, blocks);
      }
      await alsoWrite(client, result);
      await client.query('commit');
      return true;
    } catch (error) {
      await client.query('rollback').catch((rollbackError: Error) => {
        broken = rollbackError;
      });
      if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return false;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private async lastSeq(client: PoolClient): Promise<number> {
    const { rows } = await client.query<{ seq: number }>(
      'select coalesce(max(seq), 0) as seq from evidence_block where cluster_id = $1',
      [this.clusterId],
    );
    return rows[0]?.seq ?? 0;
  }

  private async copyEvents(client: PoolClient, blocks: Block[], lastSeq: number): Promise<void> {
    const stream = client.query(
      copyFrom(
        'copy event (at, hash, cluster_id, combination_id, block_seq, ordinal, audit_key, audit_key_is_id, name) from stdin',
      ),
    );
    await pipeline(Readable.from(this.copyRows(blocks, lastSeq)), stream);
  }

  private *copyRows(blocks: Block[], lastSeq: number): Generator<Buffer> {
    for (let b = 0; b < blocks.length; b++) {
      const { events } = blocks[b] as Block;
      let rows = '';
      for (let i = 0; i < events.length; i++) {
        const e = events[i] as EncodedEvent;
        rows += `${e.at}\t${e.hash}\t${this.clusterId}\t${e.combinationId}\t${lastSeq + 1 + b}\t${i}\t${e.auditKey}\t${e.auditKeyIsId ? 't' : 'f'}\t${copyText(e.name)}\n`;
      }
      yield Buffer.from(rows);
    }
  }

  private async insertBlocks(client: PoolClient, blocks: Block[], lastSeq: number): Promise<void> {
    for (let b = 0; b < blocks.length; b++) {
      const { events, sha256, byteLength, data } = blocks[b] as Block;
      let minAt = Infinity;
      let maxAt = -Infinity;
      for (const { at } of events) {
        if (at < minAt) minAt = at;
        if (at > maxAt) maxAt = at;
      }
      await client.query(
        `insert into evidence_block
           (cluster_id, seq, event_count, byte_length, sha256, min_at, max_at, import_file_id, counts, data)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          this.clusterId,
          lastSeq + 1 + b,
          events.length,
          byteLength,
          sha256,
          minAt,
          maxAt,
          this.importFileId,
          packCounts(countByHour(events)),
          data,
        ],
      );
    }
  }

  private async addCounts(client: PoolClient, blocks: Block[]): Promise<void> {
    const hours = countByHour(blocks.flatMap((block) => block.events));
    const days = new Map<number, number>();
    for (const [key, count] of hours) {
      const dayKey = countKey(Math.floor(hourOf(key) / 24), combinationOf(key));
      days.set(dayKey, (days.get(dayKey) ?? 0) + count);
    }
    await upsertCounts(client, 'event_count_hour', 'hour', hours);
    await upsertCounts(client, 'event_count_day', 'day', days);
  }

  private async withoutKnown(events: EncodedEvent[]): Promise<EncodedEvent[]> {
    if (events.length === 0) return events;
    const { rows } = await this.pool.query<{ position: number }>(
      `select g.position::int
       from unnest($1::bigint[], $2::uuid[]) with ordinality as g(at, hash, position)
       join event e on e.at = g.at and e.hash = g.hash and e.cluster_id = $3 and e.stripe = 0`,
      [events.map((e) => e.at), events.map((e) => e.hash), this.clusterId],
    );
    const known = new Set(rows.map((row) => row.position - 1));
    return events.filter((_, i) => !known.has(i));
  }
}

/** The same event twice in one batch: the first stays. */
function withoutRepeats(batch: readonly EncodedEvent[]): EncodedEvent[] {
  const seen = new Set<string>();
  return batch.filter((event) => {
    if (seen.has(event.hash)) return false;
    seen.add(event.hash);
    return true;
  });
}

function cutBlocks(events: EncodedEvent[]): EncodedEvent[][] {
  const blocks: EncodedEvent[][] = [];
  let block: EncodedEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    if (block.length > 0 && (block.length >= BLOCK_EVENTS || bytes + event.bytes.length > BLOCK_BYTES)) {
      blocks.push(block);
      block = [];
      bytes = 0;
    }
    block.push(event);
    bytes += event.bytes.length;
  }
  if (block.length > 0) blocks.push(block);
  return blocks;
}

/** Two at a time: an encoder at work takes some ten megabytes, and two cores have no use for more. */
async function buildBlocks(events: EncodedEvent[]): Promise<Block[]> {
  const cuts = cutBlocks(events);
  const blocks: Block[] = [];
  for (let i = 0; i < cuts.length; i += 2) blocks.push(...(await Promise.all(cuts.slice(i, i + 2).map(buildBlock))));
  return blocks;
}

async function buildBlock(events: EncodedEvent[]): Promise<Block> {
  const payload = packEvents(events.map((event) => event.bytes));
  return {
    events,
    sha256: createHash('sha256').update(payload).digest(),
    byteLength: payload.length,
    data: await compressPayload(payload),
  };
}

// A count's key is (hour or day, combination) in one number, because a Map of numbers is several times faster than one of
// strings: 2^21 hours reach the year 2209, combinations have 32 bits, together 53.
const COMBINATIONS = 2 ** 32;
const countKey = (time: number, combination: number) => time * COMBINATIONS + combination;
const hourOf = (key: number) => Math.floor(key / COMBINATIONS);
const combinationOf = (key: number) => key % COMBINATIONS;

function countByHour(events: EncodedEvent[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { at, combinationId } of events) {
    const key = countKey(Math.floor(at / MICROSECONDS_PER_HOUR), combinationId);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function packCounts(counts: Map<number, number>): Buffer {
  const packed = Buffer.allocUnsafe(12 * counts.size);
  let offset = 0;
  for (const [key, count] of counts) {
    packed.writeInt32LE(hourOf(key), offset);
    packed.writeInt32LE(combinationOf(key), offset + 4);
    packed.writeInt32LE(count, offset + 8);
    offset += 12;
  }
  return packed;
}

async function upsertCounts(
  client: PoolClient,
  table: 'event_count_hour' | 'event_count_day',
  column: 'hour' | 'day',
  counts: Map<number, number>,
): Promise<void> {
  const times: number[] = [];
  const combinations: number[] = [];
  for (const key of counts.keys()) {
    times.push(hourOf(key));
    combinations.push(combinationOf(key));
  }
  await client.query(
    `insert into ${table} (${column}, combination_id, count)
     select * from unnest($1::int[], $2::int[], $3::int[])
     on conflict (${column}, combination_id, stripe) do update set count = ${table}.count + excluded.count`,
    [times, combinations, [...counts.values()]],
  );
}

function copyText(value: string | null): string {
  if (value === null) return '\\N';
  return /[\\\t\n\r]/.test(value)
    ? value.replace(/[\\\t\n\r]/g, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] as string)
    : value;
}
