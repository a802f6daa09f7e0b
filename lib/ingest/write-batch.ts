/**
 * Writes batches of events in one transaction: evidence blocks, index rows, counts and the import's progress are there
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
import { appendBlocks, type NewBlock, readLogHead, UnsealedError } from '@/lib/evidence/append-blocks';
import { sealBlocks } from '@/lib/evidence/seal-blocks';
import { CountDeltas } from '@/lib/ingest/count-deltas';
import { EVENT_COPY, encodeEventRows } from '@/lib/ingest/event-copy';
import { BlockPacker, type PackedBlock } from '@/lib/ingest/pack-blocks';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';
import { withoutRepeats } from '@/lib/ingest/without-repeats';

/** A batch with the dictionary's number of each event's combination. */
export type EncodedBatch = { batch: ParsedBatch; combinationIds: Int32Array };

/** `fresh` are the positions in the batch of what was inserted, in order. */
export type WriteResult = { inserted: number; duplicates: number; fresh: Int32Array };

/** Statements that belong in the batch's transaction, told what was written. */
export type AlsoWrite = (client: PoolClient, result: WriteResult) => Promise<void>;
export type AlsoWriteAll = (client: PoolClient, results: readonly WriteResult[]) => Promise<void>;

type Block = PackedBlock & EncodedBatch & { deltas: CountDeltas };

export type PreparedBatch = EncodedBatch & { fresh: Int32Array; blocks: Block[] };

// Three arrays side by side. As a table, `from unnest(…)`, the server would write all rows down before it inserts the first.
const ADD_HOURS = `insert into event_count_hour (hour, combination_id, count)
  select unnest($1::int[]), unnest($2::int[]), unnest($3::int[])`;
const ADD_DAYS = `insert into event_count_day (day, combination_id, count)
  select unnest($1::int[]), unnest($2::int[]), unnest($3::int[])`;
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
      const result = resultOf(prepared, fresh);
      if (await this.tryCommit(blocks, (client) => alsoWrite(client, result))) {
        this.expectDuplicates = result.duplicates > 0;
        return result;
      }
      fresh = await this.withoutKnown(prepared.batch, fresh);
      blocks = await this.blocksOf(prepared, fresh);
    }
  }

  /**
   * Several batches in one transaction, which costs the server a third less than one each. Null when some of their events
   * were there already or in two of them; then nothing was written, and each has to go alone.
   */
  async commitTogether(group: readonly PreparedBatch[], alsoWrite: AlsoWriteAll): Promise<WriteResult[] | null> {
    const results = group.map((prepared) => resultOf(prepared, prepared.fresh));
    const blocks = group.flatMap((prepared) => prepared.blocks);
    if (!(await this.tryCommit(blocks, (client) => alsoWrite(client, results)))) return null;
    this.expectDuplicates = results.some(({ duplicates }) => duplicates > 0);
    return results;
  }

  private async blocksOf(encoded: EncodedBatch, fresh: Int32Array): Promise<Block[]> {
    const { batch, combinationIds } = encoded;
    const blocks = await this.packer.pack(batch, fresh);
    return blocks.map((block) => {
      const deltas = new CountDeltas();
      for (const i of block.events) deltas.add(batch.at[i] as number, combinationIds[i] as number);
      return { ...block, batch, combinationIds, deltas };
    });
  }

  /** False when some of the events were there already; then nothing was written. */
  private async tryCommit(blocks: Block[], alsoWrite: (client: PoolClient) => Promise<void>): Promise<boolean> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      if (blocks.length > 0) {
        const [, , head] = await pipelined(client, () => [
          client.query('begin'),
          lockCluster(client, this.clusterId),
          readLogHead(client, this.clusterId),
        ]);
        await this.copyEvents(client, blocks, head.seq);
        await pipelined(client, () => [
          ...appendBlocks(client, this.clusterId, head, blocks.map(this.newBlock)),
          ...addCounts(client, blocks),
          alsoWrite(client),
        ]);
      } else {
        await client.query('begin');
        await alsoWrite(client);
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
    return this.tryCommit(blocks, alsoWrite);
  }

  private async copyEvents(client: PoolClient, blocks: Block[], lastSeq: number): Promise<void> {
    const numbered = blocks.map((block, b) => ({ ...block, seq: lastSeq + 1 + b }));
    await copyIn(client, EVENT_COPY, encodeEventRows(this.clusterId, numbered));
  }

  private readonly newBlock = ({ batch, events, eventRoot, byteLength, data, deltas }: Block): NewBlock => {
    let minAt = Infinity;
    let maxAt = -Infinity;
    for (const i of events) {
      const at = batch.at[i] as number;
      if (at < minAt) minAt = at;
      if (at > maxAt) maxAt = at;
    }
    return {
      eventCount: events.length,
      byteLength,
      eventRoot: Buffer.from(eventRoot),
      minAt,
      maxAt,
      counts: deltas.pack(),
      data: Buffer.from(data.buffer, data.byteOffset, data.length),
      importFileId: this.importFileId,
    };
  };

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

function resultOf({ batch }: PreparedBatch, fresh: Int32Array): WriteResult {
  return { inserted: fresh.length, duplicates: batch.count - fresh.length, fresh };
}

function addCounts(client: PoolClient, blocks: Block[]): Promise<unknown>[] {
  const hours = new CountDeltas();
  for (const { deltas } of blocks) hours.addAll(deltas);
  return [client.query(ADD_HOURS, hours.columns()), client.query(ADD_DAYS, hours.perDay().columns())];
}
