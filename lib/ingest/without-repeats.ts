/** Events that a batch holds twice: the first stays. A table of numbers, because a Set of texts cost more than the rows. */
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';

/** Positions of the events, without those whose hash one before them has. */
export function withoutRepeats({ hashes, count }: Pick<ParsedBatch, 'hashes' | 'count'>): Int32Array {
  const words = wordsOf(hashes, count);
  const size = 2 ** Math.ceil(Math.log2(2 * count + 1));
  const mask = size - 1;
  /** Position + 1 of the event whose hash begins a chain here. */
  const table = new Int32Array(size);
  const fresh = new Int32Array(count);
  let length = 0;
  for (let i = 0; i < count; i++) {
    // Hashes are even by nature, and who makes some collide in these bits only makes the search of one batch longer.
    let slot = (words[4 * i] as number) & mask;
    let other = table[slot] as number;
    while (other !== 0 && !sameHash(words, i, other - 1)) {
      slot = (slot + 1) & mask;
      other = table[slot] as number;
    }
    if (other !== 0) continue;
    table[slot] = i + 1;
    fresh[length++] = i;
  }
  return fresh.subarray(0, length);
}

function wordsOf(hashes: Uint8Array, count: number): Int32Array {
  const aligned = hashes.byteOffset % 4 === 0 ? hashes : Uint8Array.from(hashes);
  return new Int32Array(aligned.buffer, aligned.byteOffset, 4 * count);
}

function sameHash(words: Int32Array, a: number, b: number): boolean {
  for (let word = 0; word < 4; word++) if (words[4 * a + word] !== words[4 * b + word]) return false;
  return true;
}
