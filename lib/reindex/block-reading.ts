/**
 * Evidence blocks read by today's rules: what the index and the counts must hold of them. Bytes that are not the ones that were
 * written are no source for an index; such a block is left as it is, and named.
 */
import type { Pool } from 'pg';
import { MICROSECONDS_PER_HOUR } from '@/lib/audit/microseconds';
import { CountSums } from '@/lib/evidence/block-counts';
import { decompressPayload, eventBytesStart, eventEnds, unpackEvents } from '@/lib/evidence/block-payload';
import { eventRoot } from '@/lib/evidence/event-root';
import { BatchParser } from '@/lib/ingest/batch-parser';
import { valuesOf } from '@/lib/ingest/block-values';
import { Dictionary } from '@/lib/ingest/dictionary';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';
import { TermMender } from '@/lib/reindex/term-mender';

export type BlockReading = {
  seq: number;
  batch: ParsedBatch;
  combinationIds: Int32Array;
  /** What the count tables have of the block so far: its own counts and their corrections. */
  counted: CountSums;
};

export type UnreadableBlock = { block: number; reason: string };

type BlockRow = {
  seq: number;
  importFileId: string | null;
  counts: Buffer;
  corrections: Buffer;
  data: Buffer;
  eventRoot: Buffer | null;
};

export class BlockReader {
  private parser: BatchParser;
  /** The dictionary's numbers of the parser's combinations. */
  private combinationIds: number[] = [];
  private readonly dictionary: Dictionary;
  readonly terms: TermMender;

  constructor(
    private readonly pool: Pool,
    private readonly cluster: { id: number; name: string },
  ) {
    this.parser = new BatchParser(cluster.name, null, null);
    this.dictionary = new Dictionary(pool, null);
    this.terms = new TermMender(pool);
  }

  /** The blocks from `first` to `last` that still have their bytes. */
  async read(first: number, last: number): Promise<{ readings: BlockReading[]; unreadable: UnreadableBlock[] }> {
    const { rows } = await this.pool.query<BlockRow>(
      `select b.seq, b.import_file_id as "importFileId", b.counts, b.data, b.event_root as "eventRoot",
         coalesce((select string_agg(k.counts, ''::bytea) from count_correction k
                   where k.cluster_id = b.cluster_id and k.block_seq = b.seq), ''::bytea) as corrections
       from evidence_block b
       where b.cluster_id = $1 and b.seq >= $2 and b.seq <= $3 and octet_length(b.data) > 0 order by b.seq`,
      [this.cluster.id, first, last],
    );
    const readings: BlockReading[] = [];
    const unreadable: UnreadableBlock[] = [];
    for (const row of rows) {
      const reading = await this.readBlock(row);
      if (typeof reading === 'string') unreadable.push({ block: row.seq, reason: reading });
      else readings.push(reading);
    }
    return { readings, unreadable };
  }

  private async readBlock(row: BlockRow): Promise<BlockReading | string> {
    let payload: Buffer;
    let events: Buffer[];
    try {
      payload = await decompressPayload(row.data);
      events = unpackEvents(payload);
    } catch (error) {
      return `its content cannot be read: ${error instanceof Error ? error.message : error}`;
    }
    if (row.eventRoot && !eventRoot(events).equals(row.eventRoot)) {
      return 'its events are not the ones that were written: the root of their tree is another one';
    }
    const batch = this.parser.parse(valuesOf(payload.subarray(eventBytesStart(payload)), eventEnds(payload)));
    if (batch.count !== events.length || batch.quarantined.length > 0) {
      // The numbers of this parser's combinations are lost with the batch.
      this.parser = new BatchParser(this.cluster.name, null, null);
      this.combinationIds = [];
      return `${events.length - batch.count} of its ${events.length} values are no audit event: ${batch.quarantined[0]?.reason}`;
    }
    return { seq: row.seq, batch, combinationIds: await this.encode(batch, row.importFileId), counted: countedOf(row) };
  }

  private async encode(batch: ParsedBatch, importFileId: string | null): Promise<Int32Array> {
    if (batch.newCombinations.length > 0) {
      await this.terms.mend(batch.newCombinations);
      const ids = await this.dictionary.encode(batch.newCombinations, importFileId);
      for (let i = 0; i < ids.length; i++) this.combinationIds[batch.firstCombination + i] = ids[i] as number;
    }
    return batch.combinations.map((combination) => this.combinationIds[combination] as number);
  }
}

function countedOf({ counts, corrections }: BlockRow): CountSums {
  const counted = new CountSums();
  counted.addPacked(counts);
  counted.addPacked(corrections);
  return counted;
}

/** The counts of these events of a block; a negative position is none. */
export function countEvents({ batch, combinationIds }: BlockReading, positions: Int32Array): CountSums {
  const counts = new CountSums();
  for (const i of positions) {
    if (i >= 0) counts.add(Math.floor((batch.at[i] as number) / MICROSECONDS_PER_HOUR), combinationIds[i] as number, 1);
  }
  return counts;
}
