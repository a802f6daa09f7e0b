/** A tree of RFC 6962 with all its levels, for many paths: each then costs its length and not the whole tree. */
import { HASH_BYTES, nodeHash } from '@/lib/evidence/merkle-tree';

export class ProofTree {
  private readonly levels: Buffer[];

  constructor(leaves: Buffer) {
    this.levels = [leaves];
    for (let level = leaves; level.length > HASH_BYTES; ) {
      level = parentsOf(level);
      this.levels.push(level);
    }
  }

  /** What leads from leaf `index` to the root, from the bottom up. */
  path(index: number): Buffer[] {
    const path: Buffer[] = [];
    let place = index;
    for (const level of this.levels.slice(0, -1)) {
      const sibling = place % 2 === 0 ? place + 1 : place - 1;
      // The last node of an odd level has none and moves up as it is.
      if (sibling * HASH_BYTES < level.length) path.push(nodeAt(level, sibling));
      place = Math.floor(place / 2);
    }
    return path;
  }
}

function parentsOf(level: Buffer): Buffer {
  const count = level.length / HASH_BYTES;
  const parents: Buffer[] = [];
  for (let i = 0; i < count; i += 2) {
    parents.push(i + 1 < count ? nodeHash(nodeAt(level, i), nodeAt(level, i + 1)) : nodeAt(level, i));
  }
  return Buffer.concat(parents);
}

function nodeAt(level: Buffer, index: number): Buffer {
  return level.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}
