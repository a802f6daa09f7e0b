/**
 * The Merkle tree of RFC 6962 (section 2.1): leaves are hashed with 0x00 before them and inner nodes with 0x01, so that
 * neither passes for the other. Two trees of that kind make up the evidence: one over the events of a block, whose leaves
 * are the events' bytes, and one over the blocks of a cluster, whose leaves are the blocks' headers. An event is proved by
 * a path in each, without showing its neighbours.
 *
 * Hashes are taken as 'latin1' strings and written into one buffer: making a Buffer of each costs as much again.
 */
import { hash } from 'node:crypto';

export const HASH_BYTES = 32;

let leafInput = Buffer.alloc(16 * 1024);
const nodeInput = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** Writes SHA-256(0x00 ‖ bytes) into `target`. */
export function writeLeafHash(bytes: Uint8Array, target: Buffer, offset: number): void {
  // One contiguous input for one call: an incremental hash takes twice as long for an event's size.
  if (bytes.length >= leafInput.length) leafInput = Buffer.alloc(2 * bytes.length);
  leafInput[0] = 0;
  leafInput.set(bytes, 1);
  target.write(hash('sha256', leafInput.subarray(0, bytes.length + 1), 'binary'), offset, HASH_BYTES, 'latin1');
}

export function leafHash(bytes: Uint8Array): Buffer {
  const leaf = Buffer.allocUnsafe(HASH_BYTES);
  writeLeafHash(bytes, leaf, 0);
  return leaf;
}

/** SHA-256(0x01 ‖ left ‖ right) of the hashes at two offsets of `hashes`, written to a third (which may be one of them). */
function writeNodeHash(hashes: Buffer, left: number, right: number, target: number): void {
  hashes.copy(nodeInput, 1, left, left + HASH_BYTES);
  hashes.copy(nodeInput, 1 + HASH_BYTES, right, right + HASH_BYTES);
  hashes.write(hash('sha256', nodeInput, 'binary'), target, HASH_BYTES, 'latin1');
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const pair = Buffer.concat([left, right]);
  writeNodeHash(pair, 0, HASH_BYTES, 0);
  return pair.subarray(0, HASH_BYTES);
}

/** The tree's hash over leaves that stand one after another. */
export function treeRoot(leaves: Buffer): Buffer {
  if (leaves.length === 0) return Buffer.from(hash('sha256', '', 'hex'), 'hex');
  // Level by level; an odd node out moves up as it is, which is the same tree as the RFC's recursive split.
  const level = Buffer.from(leaves);
  for (let count = leaves.length / HASH_BYTES; count > 1; count = (count + 1) >> 1) {
    for (let i = 0; i + 1 < count; i += 2) {
      writeNodeHash(level, i * HASH_BYTES, (i + 1) * HASH_BYTES, (i >> 1) * HASH_BYTES);
    }
    if (count % 2 === 1) level.copyWithin((count >> 1) * HASH_BYTES, (count - 1) * HASH_BYTES, count * HASH_BYTES);
  }
  return level.subarray(0, HASH_BYTES);
}

/** PATH(m, D[n]) of the RFC: what leads from leaf `index` to the root, from the bottom up. */
export function inclusionPath(leaves: Buffer, index: number): Buffer[] {
  const size = leaves.length / HASH_BYTES;
  if (!(index >= 0 && index < size)) throw new RangeError(`leaf ${index} of a tree of ${size}`);
  if (size === 1) return [];
  const split = largestPowerBelow(size);
  const [left, right] = [leaves.subarray(0, split * HASH_BYTES), leaves.subarray(split * HASH_BYTES)];
  return index < split
    ? [...inclusionPath(left, index), treeRoot(right)]
    : [...inclusionPath(right, index - split), treeRoot(left)];
}

/** PROOF(m, D[n]) of the RFC: that the tree of the first `oldSize` leaves is the beginning of this one. */
export function consistencyPath(leaves: Buffer, oldSize: number): Buffer[] {
  const size = leaves.length / HASH_BYTES;
  if (!(oldSize >= 1 && oldSize <= size)) throw new RangeError(`a tree of ${oldSize} in a tree of ${size}`);
  return subProof(leaves, oldSize, true);
}

function subProof(leaves: Buffer, oldSize: number, complete: boolean): Buffer[] {
  const size = leaves.length / HASH_BYTES;
  if (oldSize === size) return complete ? [] : [treeRoot(leaves)];
  const split = largestPowerBelow(size);
  const [left, right] = [leaves.subarray(0, split * HASH_BYTES), leaves.subarray(split * HASH_BYTES)];
  return oldSize <= split
    ? [...subProof(left, oldSize, complete), treeRoot(right)]
    : [...subProof(right, oldSize - split, false), treeRoot(left)];
}

/** The root that a path leads to from a leaf, or null where the path has the wrong length for that place. */
export function rootFromInclusion(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | null {
  if (index < 0 || index >= size) return null;
  let [place, last] = [index, size - 1];
  let root = leaf;
  for (const sibling of path) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      root = nodeHash(sibling, root);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      root = nodeHash(root, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? root : null;
}

/** Whether the path shows that the tree of `oldSize` with `oldRoot` is the beginning of the one of `size` with `root`. */
export function isConsistent(
  oldSize: number,
  oldRoot: Buffer,
  size: number,
  root: Buffer,
  path: readonly Buffer[],
): boolean {
  if (oldSize < 1 || oldSize > size) return false;
  if (oldSize === size) return path.length === 0 && oldRoot.equals(root);
  let [place, last] = [oldSize - 1, size - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  // A tree of a power of two is a node of the larger one, which the path then leaves out.
  const [first, ...rest] = place === 0 ? [oldRoot, ...path] : path;
  if (!first) return false;
  let [from, to] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      from = nodeHash(sibling, from);
      to = nodeHash(sibling, to);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      to = nodeHash(to, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && from.equals(oldRoot) && to.equals(root);
}

/** Half of it, rounded down; sizes can pass 2^31, where `>> 1` ends. */
function half(value: number): number {
  return Math.floor(value / 2);
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}
