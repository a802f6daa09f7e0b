/**
 * Writes a batch of events in one transaction: evidence blocks, index rows, counts and the import's progress are there
 * together or not at all. Events that the database has already are left out, so a batch can be tried again and again.
 *
 * The common case, a file that was never imported, must not pay for the check: the rows go straight in by COPY (475,000
 * rows/s) and only when the primary key objects is the batch rolled back, asked about and written without its duplicates.
 * While that keeps happening (the same file again) the question comes first.
 */
import type { Pool, PoolClient } from 'pg';
import { copyIn } from '@/lib/db/binary-copy';
import { lockCluster } from '@/lib/db/locks';
import { pipelined } from '@/lib/db/pipelined';
import { appendBlock, type LogHead, readLogHead, UnsealedError } from '@/lib/evidence/append-block';
import { sealBlocks } from '@/lib/evidence/seal-blocks';
import { CountDeltas } from '@/lib/ingest/count-deltas';
import { EVENT_COPY, encodeEventRows } from '@/lib/ingest/event-copy';
import { BlockPacker, type PackedBlock } from '@/lib/ingest/pack-blocks';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';

/** A batch with the dictionary's number of each event's combination. */
export type EncodedBatch = { batch: ParsedBatch; combinationIds: Int32Array };

/** `fresh` are the positions in the batch of what was inserted, in order. */
export type WriteResult = { inserted: number; duplicates: number; fresh: Int32Array };

/** Statements that belong in the batch's transaction, told what was written. */
export type AlsoWrite = (client: PoolClient, result: WriteResult) => Promise<void>;

type Block = PackedBlock & { deltas: CountDeltas };

export type PreparedBatch = EncodedBatch & { fresh: Int32Array; blocks: Block[] };

const ADD_HOURS = `insert into event_count_hour (hour, combination_id, count)
  select * from unnest($1::int[], $2::int[], $3::int[])`;
const ADD_DAYS = `insert into event_count_day (day, combination_id, count)
  select * from unnest($1::int[], $2::int[], $3::int[])`;
const UNIQUE_VIOLATION = '23505';

export class BatchWriter {
  private expectDuplicates = false;
  private readonly packer = new BlockPacker();

  constructor(
    private readonly pool: Pool,
    private readonly clusterId: number,
    private readonly importFileId: string | null,
  ) {}

  /** Everything that needs no transaction: it runs while the batch before is being committed. */
  async prepare(encoded: EncodedBatch): Promise<PreparedBatch> {
    let fresh = withoutRepeats(encoded.batch);
    if (this.expectDuplicates) fresh = await this.withoutKnown(encoded.batch, fresh);
    return { ...encoded, fresh, blocks: await this.blocksOf(encoded, fresh) };
  }

  async commit(prepared: PreparedBatch, alsoWrite: AlsoWrite): Promise<WriteResult> {
    let { fresh, blocks } = prepared;
    for (;;) {
      const result = { inserted: fresh.length, duplicates: prepared.batch.count - fresh.length, fresh };
      if (await this.tryCommit(prepared, blocks, result, alsoWrite)) {
        this.expectDuplicates = result.duplicates > 0;
        return result;
      }
      fresh = await this.withoutKnown(prepared.batch, fresh);
      blocks = await this.blocksOf(prepared, fresh);
    }
  }

  private async blocksOf({ batch, combinationIds }: EncodedBatch, fresh: Int32Array): Promise<Block[]> {
    const blocks = await this.packer.pack(batch, fresh);
    return blocks.map((block) => {
      const deltas = new CountDeltas();
      for (const i of block.events) deltas.add(batch.at[i] as number, combinationIds[i] as number);
      return { ...block, deltas };
    });
  }

  /** False when some of the events were there already; then nothing was written. */
  private async tryCommit(
    encoded: EncodedBatch,
    blocks: Block[],
    result: WriteResult,
    alsoWrite: AlsoWrite,
  ): Promise<boolean> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      if (blocks.length > 0) {
        const [, , head] = await pipelined(client, () => [
          client.query('begin'),
          lockCluster(client, this.clusterId),
          readLogHead(client, this.clusterId),
        ]);
        await this.copyEvents(client, encoded, blocks, head.seq);
        await pipelined(client, () => [
          this.appendBlocks(client, encoded.batch, blocks, head),
          ...addCounts(client, blocks),
          alsoWrite(client, result),
        ]);
      } else {
        await client.query('begin');
        await alsoWrite(client, result);
      }
      await client.query('commit');
      return true;
    } catch (error) {
      await client.query('rollback').catch((rollbackError: Error) => {
        broken = rollbackError;
      });
      if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return false;
      if (!(error instanceof UnsealedError)) throw error;
    } finally {
      client.release(broken);
    }
    await sealBlocks(this.pool, this.clusterId);
    return this.tryCommit(encoded, blocks, result, alsoWrite);
  }

  private async copyEvents(
    client: PoolClient,
    { batch, combinationIds }: EncodedBatch,
    blocks: Block[],
    lastSeq: number,
  ): Promise<void> {
    const numbered = blocks.map(({ events }, b) => ({ events, seq: lastSeq + 1 + b }));
    const rows = encodeEventRows(batch, combinationIds, this.clusterId, numbered);
    await copyIn(client, EVENT_COPY, rows);
  }

  private async appendBlocks(client: PoolClient, batch: ParsedBatch, blocks: Block[], head: LogHead): Promise<void> {
    let last = head;
    for (const { events, eventRoot, byteLength, data, deltas } of blocks) {
      let minAt = Infinity;
      let maxAt = -Infinity;
      for (const i of events) {
        const at = batch.at[i] as number;
        if (at < minAt) minAt = at;
        if (at > maxAt) maxAt = at;
      }
      const block = {
        eventCount: events.length,
        byteLength,
        eventRoot: Buffer.from(eventRoot),
        minAt,
        maxAt,
        counts: deltas.pack(),
        data: Buffer.from(data.buffer, data.byteOffset, data.length),
      };
      last = await appendBlock(client, this.clusterId, last, { ...block, importFileId: this.importFileId });
    }
  }

  private async withoutKnown(batch: ParsedBatch, events: Int32Array): Promise<Int32Array> {
    if (events.length === 0) return events;
    const hex = Buffer.from(batch.hashes.buffer, batch.hashes.byteOffset, batch.hashes.byteLength).toString('hex');
    const { rows } = await this.pool.query<{ position: number }>(
      `select g.position::int
       from unnest($1::bigint[], $2::uuid[]) with ordinality as g(at, hash, position)
       join event e on e.at = g.at and e.hash = g.hash and e.cluster_id = $3 and e.stripe = 0`,
      [
        Array.from(events, (i) => batch.at[i]),
        Array.from(events, (i) => hex.slice(32 * i, 32 * i + 32)),
        this.clusterId,
      ],
    );
    const known = new Set(rows.map((row) => row.position - 1));
    return events.filter((_, n) => !known.has(n));
  }
}

/** The same event twice in one batch: the first stays. */
function withoutRepeats(batch: ParsedBatch): Int32Array {
  const hashes = Buffer.from(batch.hashes.buffer, batch.hashes.byteOffset, batch.hashes.byteLength);
  const seen = new Set<string>();
  const fresh: number[] = [];
  for (let i = 0; i < batch.count; i++) {
    const hash = hashes.toString('latin1', 16 * i, 16 * i + 16);
    if (seen.has(hash)) continue;
    seen.add(hash);
    fresh.push(i);
  }
  return Int32Array.from(fresh);
}

function addCounts(client: PoolClient, blocks: Block[]): Promise<unknown>[] {
  const hours = new CountDeltas();
  for (const { deltas } of blocks) hours.addAll(deltas);
  return [client.query(ADD_HOURS, hours.columns()), client.query(ADD_DAYS, hours.perDay().columns())];
}
