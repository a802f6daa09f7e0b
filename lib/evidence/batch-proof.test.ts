// The proof of many leaves against the tree as merkle-tree.ts makes it: any of them, of any tree.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { batchProof } from './batch-proof';
import { HASH_BYTES, inclusionPath, nodeHash, treeRoot } from './merkle-tree';

function rootOf(leaves: Buffer, indexes: readonly number[], proof: readonly Buffer[]): Buffer {
  const hashes = [...proof];
  let nodes = new Map(indexes.map((i) => [i, leaves.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)]));
  for (let count = leaves.length / HASH_BYTES; count > 1; count = Math.ceil(count / 2)) {
    const parents = new Map<number, Buffer>();
    for (const [place, node] of nodes) {
      const sibling = place % 2 === 0 ? place + 1 : place - 1;
      if (parents.has(place >> 1)) continue;
      const other = sibling >= count ? null : (nodes.get(sibling) ?? (hashes.shift() as Buffer));
      parents.set(place >> 1, other === null ? node : place % 2 === 0 ? nodeHash(node, other) : nodeHash(other, node));
    }
    nodes = parents;
  }
  expect(hashes).toEqual([]);
  return nodes.get(0) as Buffer;
}

it('leads from any leaves to the root, and is the usual path for one', () => {
  const sizes = fc.integer({ min: 1, max: 70 });
  fc.assert(
    fc.property(sizes, fc.infiniteStream(fc.boolean()), fc.nat(), (size, chosen, first) => {
      const leaves = Buffer.concat(
        Array.from({ length: size }, (_, i) => createHash('sha256').update(`${i}`).digest()),
      );
      const indexes = Array.from({ length: size }, (_, i) => i).filter(
        (i) => chosen.next().value || i === first % size,
      );
      expect(rootOf(leaves, indexes, batchProof(leaves, indexes))).toEqual(treeRoot(leaves));
      expect(batchProof(leaves, [first % size])).toEqual(inclusionPath(leaves, first % size));
    }),
  );
});
