/**
 * The blocks of evidence that an export is reading from, decompressed. The order of an export is that of the events' times
 * and a block is in the order of arrival, so that several blocks are open at a time: each is decompressed once, is kept
 * until its last wanted event is written, and shrinks to the events that are left when most are gone (the ends of long
 * watches stand minutes behind their requests). Only when all of that is more than the shelf holds is the block that was
 * used the longest ago put away, to be decompressed again when its time comes.
 */
import { readUntilAborted } from '@/lib/db/until-aborted';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import type { ExportRow } from '@/lib/export/export-row';
import { STATEMENT_LIMIT_MS } from '@/lib/export/frozen-result';
import type { WantedEvents } from '@/lib/export/wanted-events';

/** Bytes of events held at a time. */
const SHELF_BYTES = 64 * 1024 * 1024;
/** Blocks fetched at a time. */
const STEP = 8;

type OpenBlock = {
  clusterId: number;
  seq: number;
  events: Map<number, Buffer>;
  bytes: number;
  /** Wanted events at the time when `events` was packed the last time. */
  packedFor: number;
};

export class BlockShelf {
  /** Blocks that were decompressed: as many as there are, where the shelf was large enough. */
  opened = 0;
  /** In order of use, the least recent first. */
  private readonly open = new Map<string, OpenBlock>();
  /** Wanted events of a block that are still to come. */
  private readonly left = new Map<string, number>();
  private bytes = 0;

  constructor(
    private readonly wanted: WantedEvents,
    private readonly signal: AbortSignal,
    private readonly capacity = SHELF_BYTES,
  ) {}

  /** Gives the rows their originals. The rows have to come in the order of the export, each once. */
  async fetch(rows: readonly ExportRow[]): Promise<void> {
    const byBlock = new Map<string, ExportRow[]>();
    for (const row of rows) {
      const key = `${row.clusterId} ${row.blockSeq}`;
      const same = byBlock.get(key);
      if (same) same.push(row);
      else byBlock.set(key, [row]);
    }
    const closed: ExportRow[][] = [];
    for (const [key, same] of byBlock) {
      const block = this.open.get(key);
      if (block) this.take(key, block, same);
      else closed.push(same);
    }
    for (let i = 0; i < closed.length; i += STEP) await this.openBlocks(closed.slice(i, i + STEP));
  }

  private async openBlocks(groups: ExportRow[][]): Promise<void> {
    const places = groups.map((group) => group[0] as ExportRow);
    const found = await readUntilAborted(this.signal, STATEMENT_LIMIT_MS, async (client) => {
      const { rows } = await client.query<{ position: number; data: Buffer; length: number }>(
        `select g.position::int, b.data, b.byte_length as length from unnest($1::int[], $2::int[]) with ordinality as g(cluster_id, seq, position)
         join evidence_block b on b.cluster_id = g.cluster_id and b.seq = g.seq and b.stripe = 0`,
        [places.map((row) => row.clusterId), places.map((row) => row.blockSeq)],
      );
      return rows;
    });
    const payloads = await Promise.all(
      found.map(async ({ position, data, length }) => ({
        group: groups[position - 1] as ExportRow[],
        payload: data.length > 0 ? await decompressPayload(data, length) : null,
      })),
    );
    if (payloads.length < groups.length) throw missing(places[0] as ExportRow);
    for (const { group, payload } of payloads) {
      const { clusterId, blockSeq: seq } = group[0] as ExportRow;
      if (!payload) throw missing(group[0] as ExportRow);
      this.opened++;
      const key = `${clusterId} ${seq}`;
      const events = new Map<number, Buffer>();
      unpackEvents(payload).forEach((event, ordinal) => {
        if (this.wanted.has(clusterId, seq, ordinal)) events.set(ordinal, event);
      });
      const block = { clusterId, seq, events, bytes: payload.length, packedFor: Number.POSITIVE_INFINITY };
      this.bytes += block.bytes;
      this.open.set(key, block);
      this.take(key, block, group);
    }
  }

  private take(key: string, block: OpenBlock, rows: ExportRow[]): void {
    for (const row of rows) {
      row.stored = block.events.get(row.ordinal) ?? null;
      if (!row.stored) throw missing(row);
      block.events.delete(row.ordinal);
    }
    const before = this.left.get(key) ?? this.wanted.countIn(block.clusterId, block.seq);
    const left = before - rows.length;
    this.open.delete(key);
    if (left <= 0) {
      this.bytes -= block.bytes;
      this.left.delete(key);
      return;
    }
    this.left.set(key, left);
    this.open.set(key, block);
    if (left * 2 <= block.packedFor && left * 2 <= this.wanted.countIn(block.clusterId, block.seq)) {
      this.pack(block, left);
    }
    this.makeRoom(key);
  }

  /** Copies what is left out of the block's memory, so that the rest of it can go. */
  private pack(block: OpenBlock, left: number): void {
    const copy = Buffer.concat([...block.events.values()]);
    const { length: bytes } = copy;
    let offset = 0;
    for (const [ordinal, { length }] of block.events) {
      block.events.set(ordinal, copy.subarray(offset, offset + length));
      offset += length;
    }
    this.bytes += bytes - block.bytes;
    block.bytes = bytes;
    block.packedFor = left;
  }

  private makeRoom(except: string): void {
    for (const [key, block] of this.open) {
      if (this.bytes <= this.capacity) return;
      if (key === except) continue;
      this.open.delete(key);
      this.bytes -= block.bytes;
    }
  }
}

function missing({ blockSeq, ordinal }: ExportRow): Error {
  return new Error(
    `Evidence block ${blockSeq} has no event ${ordinal} any more: it was pruned while it was exported, or index and evidence disagree. Run "npm run verify".`,
  );
}
