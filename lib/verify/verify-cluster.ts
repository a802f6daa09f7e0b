/**
 * One cluster's log from its first block to its last: ranges of blocks are checked side by side, and put together in their order
 * here, where the sequence, the links and the signed checkpoints are compared.
 */
import type { ClientBase } from 'pg';
import { logOrigin, NO_PREVIOUS } from '@/lib/evidence/block-header';
import { GrowingTree } from '@/lib/evidence/growing-tree';
import { HASH_BYTES } from '@/lib/evidence/merkle-tree';
import { pruneText } from '@/lib/evidence/prune-note';
import { openNote } from '@/lib/evidence/signed-note';
import type { BlockRange, CheckedBlock, CheckedLog, CheckedRange } from '@/lib/verify/block-checker';
import { CheckpointCheck, type OutsideCheckpoint } from '@/lib/verify/checkpoint-check';
import type { Findings } from '@/lib/verify/findings';
import type { RangeLane } from '@/lib/verify/range-lanes';
import type { VerifiedCluster } from '@/lib/verify/verify-report';

/** Blocks of one range: some twenty thousand events, a few megabytes of memory. The index by blocks reads less in larger ones. */
const RANGE_BLOCKS = 24;

export type ClusterCheck = {
  client: ClientBase;
  lanes: readonly RangeLane[];
  log: CheckedLog;
  keys: readonly Buffer[];
  outside: readonly OutsideCheckpoint[];
  findings: Findings;
  /** Numbers of the blocks to look into; null: all. */
  sample: readonly number[] | null;
  /** Told of each range that is done. */
  onRange(range: CheckedRange): void;
  signal: AbortSignal;
};

export async function verifyCluster(check: ClusterCheck): Promise<VerifiedCluster> {
  const assembly = await Assembly.open(check);
  const ranges = await cutRanges(check);
  const done = new Map<number, CheckedRange>();
  let nextRange = 0;
  let nextDone = 0;
  let assembled: Promise<void> = Promise.resolve();
  const work = async (lane: RangeLane) => {
    while (nextRange < ranges.length) {
      check.signal.throwIfAborted();
      const place = nextRange++;
      const range = await lane.check(ranges[place] as BlockRange);
      check.onRange(range);
      for (const finding of range.findings) check.findings.add(finding);
      done.set(place, range);
      for (let ready = done.get(nextDone); ready; ready = done.get(nextDone)) {
        const { blocks } = ready;
        done.delete(nextDone++);
        assembled = assembled.then(() => assembly.append(blocks));
      }
      await assembled;
    }
  };
  await Promise.all(check.lanes.map(work));
  await assembled;
  return assembly.end();
}

/** Ranges of some blocks that are there and of the gaps after them; the first one begins at 1 also where block 1 is missing. */
async function cutRanges({ client, log, sample }: ClusterCheck): Promise<BlockRange[]> {
  const { rows } = await client.query<{ first: number; last: number }>(
    `select min(seq) as first, max(seq) as last
     from (select seq, (row_number() over (order by seq) - 1) / $2 as part from evidence_block where cluster_id = $1) b
     group by part order by part`,
    [log.clusterId, RANGE_BLOCKS],
  );
  return rows.map(({ first, last }, i) => {
    const firstSeq = i === 0 ? Math.min(first, 1) : first;
    const lastSeq = i + 1 < rows.length ? (rows[i + 1] as { first: number }).first - 1 : last;
    return { log, firstSeq, lastSeq, sample: sample?.filter((seq) => seq >= firstSeq && seq <= lastSeq) ?? null };
  });
}

class Assembly {
  private readonly tree = new GrowingTree();
  private readonly imports = new Map<string, number>();
  private events = 0;
  private blocks = 0;
  private pruned = 0;
  private nextSeq = 1;
  private previous: Buffer | null = NO_PREVIOUS;

  private constructor(
    private readonly check: ClusterCheck,
    private readonly checkpoints: CheckpointCheck,
    private readonly markers: Map<number, PruneMarkerRow>,
  ) {}

  static async open(check: ClusterCheck): Promise<Assembly> {
    const { client, log, keys, outside, findings } = check;
    const checkpoints = await CheckpointCheck.open(client, log, keys, outside, findings);
    return new Assembly(check, checkpoints, await readMarkers(client, log.clusterId));
  }

  async append(blocks: readonly CheckedBlock[]): Promise<void> {
    for (const block of blocks) {
      this.link(block);
      this.blocks++;
      this.events += block.eventCount;
      if (block.pruned) this.pruned++;
      if (block.importFileId !== null) {
        this.imports.set(block.importFileId, (this.imports.get(block.importFileId) ?? 0) + block.eventCount);
      }
      this.tree.add(toBuffer(block.hash) ?? Buffer.alloc(HASH_BYTES));
      this.checkMarker(block);
      await this.checkpoints.grew(this.tree, this.events);
    }
  }

  async end(): Promise<VerifiedCluster> {
    await this.checkpoints.ended(this.tree);
    for (const { last_seq: seq } of this.markers.values()) {
      this.add(seq, 'prune', 'a prune marker ends at a block that is not there');
    }
    await this.checkImports();
    return {
      cluster: this.check.log.clusterName,
      blocks: this.blocks,
      events: this.events,
      prunedBlocks: this.pruned,
      checkpoints: this.checkpoints.stored,
      outsideCheckpoints: this.check.outside.length,
      root: this.tree.root().toString('base64'),
    };
  }

  private link(block: CheckedBlock): void {
    const { seq } = block;
    if (seq !== this.nextSeq) {
      const gap = seq > this.nextSeq;
      const missing =
        seq - this.nextSeq === 1 ? `block ${this.nextSeq} is` : `blocks ${this.nextSeq} to ${seq - 1} are`;
      this.add(
        gap ? this.nextSeq : seq,
        'chain',
        gap ? `${missing} missing` : `a block with the number ${seq} is there twice, or below 1`,
      );
    } else if (this.previous && !toBuffer(block.previousHash)?.equals(this.previous)) {
      this.add(
        seq,
        'chain',
        `it names ${toBuffer(block.previousHash)?.toString('hex') ?? 'nothing'} as the block before it, whose hash is ${this.previous.toString('hex')}`,
      );
    }
    this.nextSeq = seq + 1;
    this.previous = toBuffer(block.hash);
  }

  private checkMarker(block: CheckedBlock): void {
    const marker = this.markers.get(block.seq);
    if (!marker) return;
    this.markers.delete(block.seq);
    const { log, keys } = this.check;
    const expected = pruneText({
      logId: log.logId,
      firstSeq: marker.first_seq,
      lastSeq: marker.last_seq,
      lastBlockHash: toBuffer(block.hash) ?? Buffer.alloc(HASH_BYTES),
      at: marker.at,
      reason: marker.reason,
    });
    if (openNote(marker.note, logOrigin(log.logId), keys) !== expected) {
      this.add(
        marker.first_seq,
        'prune',
        `the prune marker of blocks ${marker.first_seq} to ${marker.last_seq} is not signed by a known key, or was changed`,
      );
    }
  }

  /** What an import says to have added is what its blocks hold. */
  private async checkImports(): Promise<void> {
    const { client, log } = this.check;
    const { rows } = await client.query<ImportRow>(
      `select f.id, f.name, f.inserted, f.events, f.duplicates, f.quarantined, f.skipped,
         (select count(*) from quarantined_input q where q.import_file_id = f.id) as "keptQuarantined",
         (select coalesce(sum(s.count), 0)::bigint from skipped_input s where s.import_file_id = f.id) as "keptSkipped"
       from import_file f where f.cluster_id = $1`,
      [log.clusterId],
    );
    for (const row of rows) {
      const held = this.imports.get(row.id) ?? 0;
      this.imports.delete(row.id);
      const problems = [
        row.inserted !== held && `it says ${row.inserted} events were inserted, its blocks hold ${held}`,
        row.events !== row.inserted + row.duplicates + row.quarantined &&
          `${row.events} events read are not ${row.inserted} inserted + ${row.duplicates} duplicates + ${row.quarantined} quarantined`,
        row.quarantined !== row.keptQuarantined &&
          `it says ${row.quarantined} were quarantined, ${row.keptQuarantined} are kept`,
        row.skipped !== row.keptSkipped &&
          `it says ${row.skipped} were skipped, ${row.keptSkipped} are counted by reason`,
      ].filter((problem) => problem !== false);
      if (problems.length > 0) this.add(null, 'import', `import ${row.name} (${row.id}): ${problems.join('; ')}`);
    }
    for (const [id, events] of this.imports) {
      this.add(
        null,
        'import',
        `blocks with ${events} events name the import ${id}, of which there is no record in this cluster`,
      );
    }
  }

  private add(block: number | null, kind: 'chain' | 'prune' | 'import', message: string): void {
    this.check.findings.add({ kind, cluster: this.check.log.clusterName, block, event: null, message });
  }
}

type PruneMarkerRow = { first_seq: number; last_seq: number; at: number; note: string; reason: string | null };

type ImportRow = {
  id: string;
  name: string;
  inserted: number;
  events: number;
  duplicates: number;
  quarantined: number;
  skipped: number;
  keptQuarantined: number;
  keptSkipped: number;
};

/** By the last block of each, whose hash the marker names. */
async function readMarkers(client: ClientBase, clusterId: number): Promise<Map<number, PruneMarkerRow>> {
  const { rows } = await client.query<PruneMarkerRow>(
    'select first_seq, last_seq, at, note, reason from prune_marker where cluster_id = $1',
    [clusterId],
  );
  return new Map(rows.map((row) => [row.last_seq, row]));
}

/** What came from another thread is a plain Uint8Array. */
function toBuffer(bytes: Uint8Array | null): Buffer | null {
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
