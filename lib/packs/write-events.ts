/**
 * The events of a pack in the order of the logs, block by block: the original as a line, its row as CSV, and per block one line
 * that proves all of them. So line n of one file, row n of the other and the proofs go together, and no more than some
 * blocks are in memory.
 */
import { getPool } from '@/lib/db/pool';
import { readUntilAborted } from '@/lib/db/until-aborted';
import { batchProof } from '@/lib/evidence/batch-proof';
import { headerText } from '@/lib/evidence/block-header';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import { eventLeaves } from '@/lib/evidence/event-root';
import { HASH_BYTES } from '@/lib/evidence/merkle-tree';
import { readHeader, type StoredHeader } from '@/lib/evidence/read-header';
import { type ExportColumnId, standardColumns } from '@/lib/export/export-columns';
import type { ExportRow } from '@/lib/export/export-row';
import { STATEMENT_LIMIT_MS } from '@/lib/export/frozen-result';
import { nextTurn } from '@/lib/export/next-turn';
import { readAhead } from '@/lib/export/read-ahead';
import { type CellCounts, csvHeader, csvRowWriter } from '@/lib/export/write-csv';
import { type LineCounts, lineOf } from '@/lib/export/write-ndjson';
import { PackError } from './pack-error';
import type { PackLog } from './pack-log';
import type { FrozenSubject } from './pack-subject';
import type { PackTally } from './pack-tally';

export type EventCounts = { events: number; blocks: number; lines: LineCounts; cells: CellCounts; tally: PackTally };

export type PackPiece = { ndjson: Buffer; csv: string; proofs: string };

/** Blocks whose index rows are read at once. */
const STEP = 16;
const MARK_BYTES = 4;
const LINE_FEED = Buffer.from('\n');

export const packColumns: readonly ExportColumnId[] = standardColumns;

type BlockPlace = { seq: number; ordinals: number[] };

/** A block at hand: its header, all of its events, and the index rows by their place in it. */
type OpenBlock = BlockPlace & { header: StoredHeader; events: Buffer[]; rows: readonly ExportRow[] };

export async function* writeEvents(
  subject: FrozenSubject,
  logs: readonly PackLog[],
  counts: EventCounts,
  signal: AbortSignal,
): AsyncGenerator<PackPiece, void, void> {
  const row = csvRowWriter(packColumns, subject.dictionary, counts.cells);
  yield { ndjson: Buffer.alloc(0), csv: csvHeader(packColumns), proofs: '' };
  const places = groupPlaces(subject);
  for (const log of logs) {
    const { origin, clusterName: cluster } = log;
    const start = { type: 'log', cluster, origin, checkpoint: checkpointName(cluster) };
    yield { ndjson: Buffer.alloc(0), csv: '', proofs: `${JSON.stringify(start)}\n` };
    for await (const block of readAhead(readBlocks(log, places.get(log.clusterId) ?? [], signal))) {
      signal.throwIfAborted();
      yield writeBlock(log, block, row, counts);
      await nextTurn();
    }
  }
  const end = { type: 'end', blocks: counts.blocks, events: counts.events };
  yield { ndjson: Buffer.alloc(0), csv: '', proofs: `${JSON.stringify(end)}\n` };
}

/** The name of a cluster is letters, digits, dot, hyphen and underscore. */
export function checkpointName(cluster: string): string {
  return `checkpoints/${cluster}.txt`;
}

function groupPlaces({ wanted }: FrozenSubject): Map<number, BlockPlace[][]> {
  const groups = new Map<number, BlockPlace[][]>();
  for (const { clusterId, seq, ordinals } of wanted.places()) {
    const steps = groups.get(clusterId) ?? [];
    groups.set(clusterId, steps);
    const step = steps.at(-1);
    // Of a step, all blocks from the first to the last are looked at.
    if (step && step.length < STEP && seq - (step[0] as BlockPlace).seq < STEP) step.push({ seq, ordinals });
    else steps.push([{ seq, ordinals }]);
  }
  return groups;
}

type IndexRow = [number, string, number, number, number, number, string, boolean, string | null];

async function* readBlocks(
  log: PackLog,
  steps: readonly BlockPlace[][],
  signal: AbortSignal,
): AsyncGenerator<OpenBlock, void, void> {
  for (const step of steps) {
    const rows = await readIndexRows(log, step, signal);
    for (const place of step) {
      const header = await readHeader(getPool(), log.clusterId, place.seq);
      if (!header || header.data.length === 0) throw gone(log, place.seq);
      const events = unpackEvents(await decompressPayload(header.data, header.byteLength));
      yield { ...place, header, events, rows: rows.get(place.seq) ?? [] };
      // Each is let go when it is written.
      rows.delete(place.seq);
    }
  }
}

/** By block, each row at its place in it. */
async function readIndexRows(log: PackLog, step: BlockPlace[], signal: AbortSignal): Promise<Map<number, ExportRow[]>> {
  const [first, last] = [step[0]?.seq ?? 0, step.at(-1)?.seq ?? 0];
  const rows = await readUntilAborted(signal, STATEMENT_LIMIT_MS, async (client) => {
    const answer = await client.query<IndexRow>({
      text: `select at, hash::text, cluster_id, combination_id, block_seq, ordinal, audit_key::text, audit_key_is_id, name
             from event where cluster_id = $1 and block_seq between $2 and $3`,
      values: [log.clusterId, first, last],
      rowMode: 'array',
    });
    return answer.rows;
  });
  const byBlock = new Map<number, ExportRow[]>(step.map(({ seq }) => [seq, []]));
  for (const [at, hash, clusterId, combination, blockSeq, ordinal, auditKey, auditKeyIsId, name] of rows) {
    const inBlock = byBlock.get(blockSeq);
    if (!inBlock) continue;
    const found = { at, hash, clusterId, combination, blockSeq, ordinal, auditKey, auditKeyIsId, name };
    inBlock[ordinal] = { ...found, stored: null, event: null };
  }
  return byBlock;
}

function writeBlock(
  log: PackLog,
  { seq, ordinals, header, events, rows }: OpenBlock,
  csv: (rows: readonly ExportRow[]) => string,
  counts: EventCounts,
): PackPiece {
  const pieces: Buffer[] = [];
  const exact: Record<string, string> = {};
  const found: ExportRow[] = [];
  for (const ordinal of ordinals) {
    const stored = events[ordinal];
    const row = rows[ordinal];
    if (!stored || !row) throw gone(log, seq);
    row.stored = stored;
    found.push(row);
    counts.tally.add(row);
    const line = lineOf(stored, counts.lines);
    if (line !== stored) exact[ordinal] = stored.toString('base64');
    pieces.push(line, LINE_FEED);
  }
  const leaves = eventLeaves(events);
  counts.events += ordinals.length;
  counts.blocks++;
  const proof = {
    type: 'block',
    header: headerText(log, header),
    path: log.paths.path(seq - 1).map(hex),
    events: toRanges(ordinals),
    // The first bytes of each leaf: by them a changed line is told from its neighbours, which the proof of all cannot do.
    marks: ordinals
      .map((ordinal) => leaves.toString('hex', ordinal * HASH_BYTES, ordinal * HASH_BYTES + MARK_BYTES))
      .join(''),
    hashes: batchProof(leaves, ordinals).map(hex),
    exact,
  };
  return { ndjson: Buffer.concat(pieces), csv: csv(found), proofs: `${JSON.stringify(proof)}\n` };
}

/** 3, 4, 5, 9 → [3, 5], [9, 9] */
function toRanges(ordinals: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const ordinal of ordinals) {
    const last = ranges.at(-1);
    if (last && last[1] === ordinal - 1) last[1] = ordinal;
    else ranges.push([ordinal, ordinal]);
  }
  return ranges;
}

function gone({ clusterName }: PackLog, seq: number): PackError {
  return new PackError(
    `Events of block ${seq} of cluster ${clusterName} are not there any more: retention removed them while the pack was made, ` +
      'or index and evidence disagree. Make it again; if it fails again, run "npm run verify".',
  );
}

function hex(hash: Buffer): string {
  return hash.toString('hex');
}
