/**
 * Checks a range of a cluster's blocks by themselves: header and hash, bytes, events, index rows, counts. What ties the blocks
 * together (sequence, links, checkpoints) is for whoever puts the ranges together: verify-cluster.ts. Runs in threads.
 */
import { brotliDecompressSync } from 'node:zlib';
import type { ClientBase } from 'pg';
import { CountSums } from '@/lib/evidence/block-counts';
import { type BlockLog, blockHash, countsHash } from '@/lib/evidence/block-header';
import { unpackEvents } from '@/lib/evidence/block-payload';
import { eventRoot } from '@/lib/evidence/event-root';
import { BatchParser } from '@/lib/ingest/batch-parser';
import { valuesOf } from '@/lib/ingest/block-values';
import { CountDeltas } from '@/lib/ingest/count-deltas';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';
import { CountFingerprint } from '@/lib/verify/count-fingerprint';
import { ExpectedRows, ORDINAL_OFFSET, SEQ_OFFSET } from '@/lib/verify/expected-rows';
import { KnownCombinations, UNKNOWN } from '@/lib/verify/known-combinations';
import { readRows } from '@/lib/verify/read-rows';
import type { Finding } from '@/lib/verify/verify-report';

/** No block of ours is larger; a changed one could be made to fill the memory. */
const MAX_PAYLOAD = 64 * 1024 * 1024;

export type CheckedLog = BlockLog & { clusterId: number };

export type BlockRange = {
  log: CheckedLog;
  firstSeq: number;
  lastSeq: number;
  /** Blocks of the range whose content is looked at; null: all. */
  sample: number[] | null;
};

/** What the other checks need of each block, in the order of the sequence. */
export type CheckedBlock = {
  seq: number;
  hash: Uint8Array | null;
  previousHash: Uint8Array | null;
  eventCount: number;
  importFileId: string | null;
  pruned: boolean;
};

export type CheckedRange = {
  blocks: CheckedBlock[];
  findings: Finding[];
  /** Events whose bytes and rows were compared. */
  events: number;
  /** Index rows that were met. */
  rows: number;
  /** The events' own counts, see CountFingerprint. */
  counts: Float64Array;
};

type BlockRow = {
  seq: number;
  stripe: number;
  eventCount: number;
  byteLength: number;
  sha256: Buffer | null;
  minAt: number;
  maxAt: number;
  importFileId: string | null;
  receivedAt: number;
  counts: Buffer;
  /** What a reindex found different since. */
  corrections: Buffer;
  data: Buffer | null;
  eventRoot: Buffer | null;
  countsSha256: Buffer | null;
  previousHash: Buffer | null;
  hash: Buffer | null;
  pruned: boolean;
};

export class BlockChecker {
  private readonly parsers = new Map<string, { parser: BatchParser; combinationIds: number[] }>();
  private readonly known: KnownCombinations;

  constructor(
    private readonly client: ClientBase,
    private readonly seed: number,
  ) {
    this.known = new KnownCombinations(client);
  }

  async check(range: BlockRange): Promise<CheckedRange> {
    const work = new RangeWork(range.log, this.seed);
    const rows = await this.readBlocks(range);
    for (const row of rows) {
      work.checkHeader(row);
      if (row.data === null || row.pruned) continue;
      const batch = this.parse(work, row);
      if (batch) await this.expect(work, row, batch);
    }
    await this.compareRows(work, range);
    return { blocks: rows.map(toCheckedBlock), ...work.result() };
  }

  private async readBlocks({ log, firstSeq, lastSeq, sample }: BlockRange): Promise<BlockRow[]> {
    const { rows } = await this.client.query<BlockRow>(
      `select b.seq, b.stripe, b.event_count as "eventCount", b.byte_length as "byteLength", b.sha256, b.min_at as "minAt",
         b.max_at as "maxAt", b.import_file_id as "importFileId",
         (extract(epoch from b.received_at) * 1000000)::bigint as "receivedAt", b.counts,
         coalesce((select string_agg(k.counts, ''::bytea) from count_correction k
                   where k.cluster_id = b.cluster_id and k.block_seq = b.seq), ''::bytea) as corrections,
         case when $4::int[] is null or b.seq = any($4::int[]) then b.data end as data, b.event_root as "eventRoot",
         b.counts_sha256 as "countsSha256", b.previous_hash as "previousHash", b.block_hash as hash,
         octet_length(b.data) = 0 and exists (
           select from prune_marker m where m.cluster_id = b.cluster_id and b.seq between m.first_seq and m.last_seq
         ) as pruned
       from evidence_block b where b.cluster_id = $1 and b.seq >= $2 and b.seq <= $3 order by b.seq, b.stripe`,
      [log.clusterId, firstSeq, lastSeq, sample],
    );
    return rows;
  }

  /** The block's events in columns, or null where its bytes are no events. */
  private parse(work: RangeWork, row: BlockRow): ParsedBatch | null {
    const payload = work.unpack(row);
    if (!payload) return null;
    const { parser } = this.parserOf(work.log);
    const batch = parser.parse(valuesOf(payload.events, payload.bytes));
    if (batch.count === payload.events.length && batch.quarantined.length === 0) return batch;
    work.explainEvents(row, payload.events);
    // The numbers of this parser's combinations are lost with the batch.
    this.parsers.delete(work.log.clusterName);
    return null;
  }

  private async expect(work: RangeWork, row: BlockRow, batch: ParsedBatch): Promise<void> {
    const { combinationIds: ids } = this.parserOf(work.log);
    const found = await this.known.find(batch.newCombinations);
    for (let i = 0; i < found.length; i++) {
      ids[batch.firstCombination + i] = found[i] as number;
      if (found[i] !== UNKNOWN) continue;
      const values = JSON.stringify(batch.newCombinations[i]);
      work.add(
        row.seq,
        batch.combinations.indexOf(batch.firstCombination + i),
        'dictionary',
        `the dictionary has no combination ${values}`,
      );
    }
    const combinations = batch.combinations.map((combination) => ids[combination] as number);
    work.expect(row, batch, combinations);
  }

  private parserOf(log: CheckedLog): { parser: BatchParser; combinationIds: number[] } {
    let parser = this.parsers.get(log.clusterName);
    if (!parser) {
      parser = { parser: new BatchParser(log.clusterName, null, null), combinationIds: [] };
      this.parsers.set(log.clusterName, parser);
    }
    return parser;
  }

  private async compareRows(work: RangeWork, { log, firstSeq, lastSeq, sample }: BlockRange): Promise<void> {
    if (sample && sample.length === 0) return;
    // Of a sample each block is asked for alone: the others' rows are not wanted.
    const ranges = sample ? sample.map((seq) => [seq, seq] as const) : [[firstSeq, lastSeq] as const];
    for (const [first, last] of ranges) {
      await readRows(this.client, log.clusterId, first, last, (bytes, start, end) => work.checkRow(bytes, start, end));
    }
    work.findMissing();
  }
}

/** One range on its way: what is expected of it, and what was found. */
class RangeWork {
  private readonly findings: Finding[] = [];
  private readonly expected = new Map<number, ExpectedRows>();
  /** Blocks whose events cannot be read: their rows are neither right nor wrong. */
  private readonly unreadable = new Set<number>();
  private readonly fingerprint: CountFingerprint;
  private events = 0;
  private rows = 0;

  constructor(
    readonly log: CheckedLog,
    seed: number,
  ) {
    this.fingerprint = new CountFingerprint(seed);
  }

  result(): Pick<CheckedRange, 'findings' | 'events' | 'rows' | 'counts'> {
    return { findings: this.findings, events: this.events, rows: this.rows, counts: this.fingerprint.pack() };
  }

  add(block: number, event: number | null, kind: Finding['kind'], message: string): void {
    this.findings.push({ kind, cluster: this.log.clusterName, block, event, message });
  }

  checkHeader(row: BlockRow): void {
    const { hash, eventRoot, countsSha256, previousHash } = row;
    if (row.stripe !== 0) this.add(row.seq, null, 'block', `stripe is ${row.stripe}, expected 0`);
    if (row.sha256 !== null) this.add(row.seq, null, 'block', 'sha256 is set; a sealed block has none');
    if (!hash || !eventRoot || !countsSha256 || !previousHash) {
      this.add(row.seq, null, 'chain', 'it has no hash: it is not part of the chain');
      return;
    }
    const expected = blockHash(this.log, { ...row, eventRoot, countsSha256, previousHash });
    if (!expected.equals(hash)) {
      this.add(
        row.seq,
        null,
        'block',
        `its hash is ${hex(hash)}, its header gives ${hex(expected)}: a column of the header or the hash was changed`,
      );
    }
    if (row.pruned) {
      if (row.counts.length > 0) this.add(row.seq, null, 'prune', 'it is marked as pruned but has counts');
      return;
    }
    if (!countsHash(row.counts).equals(countsSha256)) {
      this.add(row.seq, null, 'block-counts', 'its counts do not fit their SHA-256 in the header');
    }
  }

  unpack(row: BlockRow): { events: Buffer[]; bytes: Buffer } | null {
    const { seq, data, byteLength, eventCount } = row;
    try {
      const payload = brotliDecompressSync(data as Buffer, { maxOutputLength: MAX_PAYLOAD });
      const events = unpackEvents(payload);
      if (payload.length !== byteLength) {
        this.add(seq, null, 'block', `its content has ${payload.length} bytes, expected ${byteLength}`);
      }
      if (events.length !== eventCount) {
        this.add(seq, null, 'block', `its content has ${events.length} events, expected ${eventCount}`);
      }
      const root = eventRoot(events);
      if (row.eventRoot && !root.equals(row.eventRoot)) {
        this.add(
          seq,
          null,
          'block',
          `the root of its events is ${hex(root)}, the header says ${hex(row.eventRoot)}: the bytes of an event were changed`,
        );
      }
      return { events, bytes: payload.subarray(4 * (events.length + 1)) };
    } catch (error) {
      this.unreadable.add(seq);
      const reason = error instanceof Error ? error.message : String(error);
      this.add(
        seq,
        null,
        'block',
        `its content cannot be read (${reason}): data was changed or dropped without a marker`,
      );
      return null;
    }
  }

  /** Some value of the block is not exactly one event: says which. */
  explainEvents(row: BlockRow, events: Buffer[]): void {
    this.unreadable.add(row.seq);
    const parser = new BatchParser(this.log.clusterName, null, null);
    events.forEach((event, ordinal) => {
      const batch = parser.parse(valuesOf([event], event));
      if (batch.count === 1 && batch.quarantined.length === 0) return;
      const reason = batch.quarantined[0]?.reason ?? `it holds ${batch.count} events`;
      this.add(row.seq, ordinal, 'event', `its bytes are not one audit event: ${reason}`);
    });
  }

  expect(row: BlockRow, batch: ParsedBatch, combinations: Int32Array): void {
    const { seq } = row;
    this.events += batch.count;
    this.expected.set(seq, new ExpectedRows(batch, combinations, this.log.clusterId, seq));
    const deltas = new CountDeltas();
    let minAt = Infinity;
    let maxAt = -Infinity;
    for (let i = 0; i < batch.count; i++) {
      const at = batch.at[i] as number;
      deltas.add(at, combinations[i] as number);
      if (at < minAt) minAt = at;
      if (at > maxAt) maxAt = at;
    }
    if (minAt !== row.minAt) this.add(seq, null, 'block', `min_at is ${row.minAt}, its events say ${minAt}`);
    if (maxAt !== row.maxAt) this.add(seq, null, 'block', `max_at is ${row.maxAt}, its events say ${maxAt}`);
    const packed = deltas.pack();
    for (let i = 0; i < packed.length; i += 12) {
      this.fingerprint.add(packed.readInt32LE(i), packed.readInt32LE(i + 4), packed.readInt32LE(i + 8));
    }
    if (row.corrections.length === 0 && packed.equals(row.counts)) return;
    const left = new CountSums();
    left.addPacked(row.counts);
    left.addPacked(row.corrections);
    left.addPacked(packed, -1);
    if (left.size > 0) {
      const whose = row.corrections.length === 0 ? 'its counts are' : 'its counts with their corrections are';
      this.add(seq, null, 'block-counts', `${whose} not the counts of its events`);
    }
  }

  checkRow(bytes: Buffer, start: number, end: number): void {
    this.rows++;
    const seq = bytes.readInt32BE(start + SEQ_OFFSET);
    const expected = this.expected.get(seq);
    if (!expected) {
      if (!this.unreadable.has(seq))
        this.add(seq, null, 'extra-row', 'a row of a block that is not there, or was pruned');
      return;
    }
    const problem = expected.check(bytes, start, end);
    if (problem !== null) this.add(seq, bytes.readInt16BE(start + ORDINAL_OFFSET), 'row', problem);
  }

  findMissing(): void {
    for (const [seq, expected] of this.expected) {
      for (const ordinal of expected.missing()) {
        this.add(seq, ordinal, 'missing-row', `no row of this event: expected ${expected.describe(ordinal)}`);
      }
    }
  }
}

function toCheckedBlock(row: BlockRow): CheckedBlock {
  const { seq, hash, previousHash, eventCount, importFileId, pruned } = row;
  return { seq, hash, previousHash, eventCount, importFileId, pruned };
}

function hex(hash: Buffer): string {
  return hash.toString('hex');
}
