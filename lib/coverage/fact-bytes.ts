/** Slots and streams of a bucket as bytes: big-endian int32s, as PostgreSQL's int4send writes them. */
import type { Slot, StreamCount } from '@/lib/coverage/bucket-facts';
import { SLOT_MICROSECONDS, startOfBucket } from '@/lib/coverage/bucket-time';

const SLOT_BYTES = 16;
const STREAM_BYTES = 12;

/** Per slot: its number, events, and microseconds from the bucket's start to the first and the last. */
export function packSlots(bucket: number, slots: readonly Slot[]): Buffer {
  const bytes = Buffer.alloc(slots.length * SLOT_BYTES);
  const start = startOfBucket(bucket);
  slots.forEach(({ count, first, last }, i) => {
    bytes.writeInt32BE(Math.floor((first - start) / SLOT_MICROSECONDS), i * SLOT_BYTES);
    bytes.writeInt32BE(count, i * SLOT_BYTES + 4);
    bytes.writeInt32BE(first - start, i * SLOT_BYTES + 8);
    bytes.writeInt32BE(last - start, i * SLOT_BYTES + 12);
  });
  return bytes;
}

export function unpackSlots(bucket: number, bytes: Buffer): Slot[] {
  const start = startOfBucket(bucket);
  const slots: Slot[] = [];
  for (let at = 0; at < bytes.length; at += SLOT_BYTES) {
    slots.push({
      count: bytes.readInt32BE(at + 4),
      first: start + bytes.readInt32BE(at + 8),
      last: start + bytes.readInt32BE(at + 12),
    });
  }
  return slots;
}

/** Per stream: head, stream, count. */
export function packStreams(streams: readonly StreamCount[]): Buffer {
  const bytes = Buffer.alloc(streams.length * STREAM_BYTES);
  streams.forEach(({ head, stream, count }, i) => {
    bytes.writeInt32BE(head, i * STREAM_BYTES);
    bytes.writeInt32BE(stream, i * STREAM_BYTES + 4);
    bytes.writeInt32BE(count, i * STREAM_BYTES + 8);
  });
  return bytes;
}

export function unpackStreams(bytes: Buffer): StreamCount[] {
  const streams: StreamCount[] = [];
  for (let at = 0; at < bytes.length; at += STREAM_BYTES) {
    streams.push({
      head: bytes.readInt32BE(at),
      stream: bytes.readInt32BE(at + 4),
      count: bytes.readInt32BE(at + 8),
    });
  }
  return streams;
}
