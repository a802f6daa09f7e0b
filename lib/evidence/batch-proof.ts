/**
 * Proves many leaves of one tree of RFC 6962 at once: the hashes that cannot be made from the leaves themselves, level by
 * level from the bottom, from left to right. All leaves need none; a single one needs its usual path. Whoever checks it walks
 * the same way (lib/verify/offline).
 */
import { HASH_BYTES, nodeHash } from '@/lib/evidence/merkle-tree';

/** `leaves` are all leaf hashes one after another; `indexes` are those to prove, ascending. */
export function batchProof(leaves: Buffer, indexes: readonly number[]): Buffer[] {
  const proof: Buffer[] = [];
  let level = leaves;
  let known = [...indexes];
  while (level.length > HASH_BYTES) {
    const count = level.length / HASH_BYTES;
    // From here on everything can be made: a whole block needs no hash, and no tree over it here.
    if (known.length === count) break;
    const wanted = new Set(known);
    const parents: number[] = [];
    for (const place of known) {
      const sibling = place % 2 === 0 ? place + 1 : place - 1;
      if (sibling < count && !wanted.has(sibling)) proof.push(nodeAt(level, sibling));
      const parent = Math.floor(place / 2);
      if (parents.at(-1) !== parent) parents.push(parent);
    }
    known = parents;
    level = parentsOf(level);
  }
  return proof;
}

function parentsOf(level: Buffer): Buffer {
  const count = level.length / HASH_BYTES;
  const parents: Buffer[] = [];
  for (let i = 0; i < count; i += 2) {
    // The last node of an odd level moves up as it is.
    parents.push(i + 1 < count ? nodeHash(nodeAt(level, i), nodeAt(level, i + 1)) : nodeAt(level, i));
  }
  return Buffer.concat(parents);
}

function nodeAt(level: Buffer, index: number): Buffer {
  return level.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}
