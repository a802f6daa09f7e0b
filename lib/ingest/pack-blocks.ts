/**
 * Events of a parsed batch as evidence blocks: cut, hashed, compressed. (Doing it in the parsing thread instead of the pool
 * was tried: that thread then is the slowest part of an import.)
 */
import { BLOCK_BYTES, BLOCK_EVENTS, compressPayload, payloadLength, writePayload } from '@/lib/evidence/block-payload';
import { HASH_BYTES, treeRoot } from '@/lib/evidence/merkle-tree';
import { BatchMemory } from '@/lib/ingest/batch-memory';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';

export type PackedBlock = {
  /** Positions in the batch. */
  events: Int32Array;
  eventRoot: Buffer;
  /** Of the payload before compression. */
  byteLength: number;
  data: Buffer;
};

/** Room for the payload of a usual block. */
const PAYLOAD_BYTES = 3 * 1024 * 1024;

export class BlockPacker {
  private readonly memory = new BatchMemory(PAYLOAD_BYTES);

  /** Two blocks at a time: an encoder at work takes some ten megabytes. */
  async pack(batch: ParsedBatch, positions: Int32Array): Promise<PackedBlock[]> {
    const cuts = cutBlocks(batch, positions);
    const blocks: PackedBlock[] = [];
    for (let i = 0; i < cuts.length; i += 2) {
      blocks.push(...(await Promise.all(cuts.slice(i, i + 2).map((events) => this.packBlock(batch, events)))));
    }
    return blocks;
  }

  private async packBlock(batch: ParsedBatch, events: Int32Array): Promise<PackedBlock> {
    const payload = this.payloadOf(batch, events);
    // The pool compresses while this thread hashes.
    const compressed = compressPayload(payload);
    const eventRoot = rootOf(batch, events);
    const data = await compressed;
    this.memory.giveBack(payload);
    return { events, eventRoot, byteLength: payload.length, data };
  }

  private payloadOf({ bytes, ends }: ParsedBatch, events: Int32Array): Buffer {
    const payload = this.memory.take(payloadLength(ends, events));
    writePayload(payload, bytes, ends, events);
    return payload;
  }
}

function rootOf({ leaves }: ParsedBatch, events: Int32Array): Buffer {
  const chosen = Buffer.allocUnsafe(HASH_BYTES * events.length);
  for (let n = 0; n < events.length; n++) {
    const i = events[n] as number;
    chosen.set(leaves.subarray(HASH_BYTES * i, HASH_BYTES * (i + 1)), HASH_BYTES * n);
  }
  return treeRoot(chosen);
}

function cutBlocks({ ends }: ParsedBatch, events: Int32Array): Int32Array[] {
  const cuts: Int32Array[] = [];
  let start = 0;
  let bytes = 0;
  for (let n = 0; n < events.length; n++) {
    const i = events[n] as number;
    const length = (ends[i] as number) - (i === 0 ? 0 : (ends[i - 1] as number));
    if (n > start && (n - start >= BLOCK_EVENTS || bytes + length > BLOCK_BYTES)) {
      cuts.push(events.subarray(start, n));
      start = n;
      bytes = 0;
    }
    bytes += length;
  }
  if (events.length > start) cuts.push(events.subarray(start));
  return cuts;
}
