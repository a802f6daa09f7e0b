/**
 * Checks a range of a cluster's blocks by themselves: header and hash, bytes, events, index rows, counts. What ties the blocks
 * together (sequence, links, checkpoints) is for whoever puts the ranges together: verify-cluster.ts. Runs in threads.
 */
import type { ClientBase } from 'pg';
import { copyOut } from '@/lib/db/binary-copy';
import { CountSums } from '@/lib/evidence/block-counts';
import { type BlockLog, blockHash, countsHash } from '@/lib/evidence/block-header';
import { decompressPayloadHere, eventBytesStart, eventEnds } from '@/lib/evidence/block-payload';
import { eventLeaves } from '@/lib/evidence/event-root';
import { HASH_BYTES, treeRoot } from '@/lib/evidence/merkle-tree';
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
  /** Whether its content is looked at. */
  chosen: boolean;
  eventRoot: Buffer | null;
  countsSha256: Buffer | null;
  previousHash: Buffer | null;
  hash: Buffer | null;
  pruned: boolean;
};

type ParsedBlock = {
  row: BlockRow;
  /** Without the events' bytes: those of a range of blocks are many. */
  batch: ParsedBatch;
  /** The dictionary's numbers of the combinations of the parser that made the batch. */
  combinationIds: number[];
};

const NO_BYTES = new Uint8Array(0);
/** Of a row in binary COPY, what stands before the data: field count, two int4 with their lengths, the length of the data. */
const BLOCK_FIXED_BYTES = 2 + 8 + 8 + 4;

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
    for (const row of rows) work.checkHeader(row);
    const parsed = await this.parseBlocks(work, rows, range);
    await this.nameCombinations(work, parsed);
    for (const block of parsed) work.expect(block);
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
         $4::int[] is null or b.seq = any($4::int[]) as chosen, b.event_root as "eventRoot",
         b.counts_sha256 as "countsSha256", b.previous_hash as "previousHash", b.block_hash as hash,
         octet_length(b.data) = 0 and exists (
           select from prune_marker m where m.cluster_id = b.cluster_id and b.seq between m.first_seq and m.last_seq
         ) as pruned
       from evidence_block b where b.cluster_id = $1 and b.seq >= $2 and b.seq <= $3 order by b.seq, b.stripe`,
      [log.clusterId, firstSeq, lastSeq, sample],
    );
    return rows;
  }

  /** The content of the blocks: as bytes, for as text it would be twice as long. */
  private async parseBlocks(work: RangeWork, rows: readonly BlockRow[], range: BlockRange): Promise<ParsedBlock[]> {
    const wanted = rows.filter(({ chosen, pruned }) => chosen && !pruned);
    const byPlace = new Map(wanted.map((row) => [placeOf(row.seq, row.stripe), row]));
    const parsed: ParsedBlock[] = [];
    if (wanted.length === 0) return parsed;
    // COPY takes no bound values; these are numbers of the database's own.
    const seqs = wanted.map(({ seq }) => seq).join(', ');
    const select = `select seq, stripe, data from evidence_block where cluster_id = ${Number(range.log.clusterId)} and seq in (${seqs}) order by seq, stripe`;
    await copyOut(this.client, select, endOfBlock, (bytes, start, end) => {
      const row = byPlace.get(placeOf(bytes.readInt32BE(start + 6), bytes.readInt32BE(start + 14)));
      const block = row && this.parse(work, row, bytes.subarray(start + BLOCK_FIXED_BYTES, end));
      if (block) parsed.push(block);
    });
    return parsed;
  }

  /** The block's events in columns, or null where its bytes are no events. */
  private parse(work: RangeWork, row: BlockRow, data: Buffer): ParsedBlock | null {
    const payload = work.unpack(row, data);
    if (!payload) return null;
    const { bytes, ends } = payload;
    const { parser, combinationIds } = this.parserOf(work.log);
    const batch = parser.parse(valuesOf(bytes, ends));
    const isWhole = batch.count === ends.length && batch.quarantined.length === 0;
    // The parser has hashed what it took: the leaves of the tree, where it took each event as it stands here.
    const leaves =
      isWhole && batch.bytes === bytes && ends.every((end, i) => end === batch.ends[i])
        ? batch.leaves.subarray(0, HASH_BYTES * ends.length)
        : eventLeaves(eventsAt(bytes, ends));
    work.checkRoot(row, treeRoot(Buffer.from(leaves.buffer, leaves.byteOffset, leaves.length)));
    if (isWhole) return { row, batch: { ...batch, bytes: NO_BYTES }, combinationIds };
    work.explainEvents(row, eventsAt(bytes, ends));
    // The numbers of this parser's combinations are lost with the batch.
    this.parsers.delete(work.log.clusterName);
    return null;
  }

  /** Looks the combinations that were met for the first time up in the dictionary: once for all blocks of a range. */
  private async nameCombinations(work: RangeWork, parsed: readonly ParsedBlock[]): Promise<void> {
    const found = await this.known.find(parsed.flatMap(({ batch }) => batch.newCombinations));
    let next = 0;
    for (const { row, batch, combinationIds } of parsed) {
      batch.newCombinations.forEach((values, i) => {
        const id = found[next++] as number;
        const number = batch.firstCombination + i;
        combinationIds[number] = id;
        if (id !== UNKNOWN) return;
        const message = `the dictionary has no combination ${JSON.stringify(values)}`;
        work.add(row.seq, batch.combinations.indexOf(number), 'dictionary', message);
      });
    }
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

  unpack(row: BlockRow, data: Buffer): { bytes: Buffer; ends: Int32Array } | null {
    const { seq, byteLength, eventCount } = row;
    try {
      const payload = decompressPayloadHere(data, byteLength, MAX_PAYLOAD);
      const ends = eventEnds(payload);
      if (payload.length !== byteLength) {
        this.add(seq, null, 'block', `its content has ${payload.length} bytes, expected ${byteLength}`);
      }
      if (ends.length !== eventCount) {
        this.add(seq, null, 'block', `its content has ${ends.length} events, expected ${eventCount}`);
      }
      return { bytes: payload.subarray(eventBytesStart(payload)), ends };
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

  checkRoot(row: BlockRow, root: Buffer): void {
    if (!row.eventRoot || root.equals(row.eventRoot)) return;
    this.add(
      row.seq,
      null,
      'block',
      `the root of its events is ${hex(root)}, the header says ${hex(row.eventRoot)}: the bytes of an event were changed`,
    );
  }

  /** Some value of the block is not exactly one event: says which. */
  explainEvents(row: BlockRow, events: Buffer[]): void {
    this.unreadable.add(row.seq);
    const parser = new BatchParser(this.log.clusterName, null, null);
    events.forEach((event, ordinal) => {
      const batch = parser.parse(valuesOf(event, Int32Array.of(event.length)));
      if (batch.count === 1 && batch.quarantined.length === 0) return;
      const reason = batch.quarantined[0]?.reason ?? `it holds ${batch.count} events`;
      this.add(row.seq, ordinal, 'event', `its bytes are not one audit event: ${reason}`);
    });
  }

  expect({ row, batch, combinationIds }: ParsedBlock): void {
    const { seq } = row;
    const combinations = batch.combinations.map((combination) => combinationIds[combination] as number);
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

function endOfBlock(bytes: Buffer, start: number): number {
  const end = start + BLOCK_FIXED_BYTES;
  return end > bytes.length ? end : end + Math.max(0, bytes.readInt32BE(end - 4));
}

/** A block that was put there twice differs in its stripe. */
function placeOf(seq: number, stripe: number): string {
  return `${seq} ${stripe}`;
}

function eventsAt(bytes: Buffer, ends: Int32Array): Buffer[] {
  return Array.from(ends, (end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

function toCheckedBlock(row: BlockRow): CheckedBlock {
  const { seq, hash, previousHash, eventCount, importFileId, pruned } = row;
  return { seq, hash, previousHash, eventCount, importFileId, pruned };
}

function hex(hash: Buffer): string {
  return hash.toString('hex');
}
