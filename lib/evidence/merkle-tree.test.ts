import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingTree } from './growing-tree';
import {
  consistencyPath,
  HASH_BYTES,
  inclusionPath,
  isConsistent,
  leafHash,
  rootFromInclusion,
  treeRoot,
} from './merkle-tree';

// The test data of Certificate Transparency's reference implementation.
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const PATHS = [
  {
    size: 8,
    index: 0,
    path: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    size: 8,
    index: 5,
    path: [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
];
const CONSISTENCY_6_8 = [
  '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
];

const hex = (path: Buffer[]) => path.map((node) => node.toString('hex'));
const leavesOf = (inputs: string[]) => Buffer.concat(inputs.map((input) => leafHash(Buffer.from(input, 'hex'))));
const LARGEST = 130;
const numbered = (size: number) =>
  Buffer.concat(Array.from({ length: size }, (_, i) => leafHash(Buffer.from(`event ${i}`))));
const all = numbered(LARGEST);
const firstOf = (size: number) => all.subarray(0, size * HASH_BYTES);
const leafAt = (index: number) => all.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);

describe('the tree of RFC 6962', () => {
  it('has the roots and paths that are known', () => {
    for (let size = 0; size <= INPUTS.length; size++) {
      expect(treeRoot(leavesOf(INPUTS.slice(0, size))).toString('hex')).toBe(ROOTS[size]);
    }
    const leaves = leavesOf(INPUTS);
    for (const { index, path } of PATHS) expect(hex(inclusionPath(leaves, index))).toEqual(path);
    expect(hex(consistencyPath(leaves, 6))).toEqual(CONSISTENCY_6_8);
  });

  it('is the recursive definition for every size, whole and while it grows', () => {
    const growing = new GrowingTree();
    expect(growing.root().equals(defined(firstOf(0)))).toBe(true);
    for (let size = 1; size <= LARGEST; size++) {
      growing.add(leafAt(size - 1));
      const root = defined(firstOf(size));
      expect(treeRoot(firstOf(size)).equals(root)).toBe(true);
      expect(growing.root().equals(root)).toBe(true);
    }
  });

  it('proves every leaf of every size in its place, and in no other', () => {
    for (let size = 1; size <= LARGEST; size++) {
      const root = treeRoot(firstOf(size));
      for (let index = 0; index < size; index += size > 40 ? 7 : 1) {
        const path = inclusionPath(firstOf(size), index);
        expect(rootFromInclusion(leafAt(index), index, size, path)?.equals(root)).toBe(true);
        const elsewhere = (index + 1) % size;
        if (elsewhere !== index) {
          expect(rootFromInclusion(leafAt(index), elsewhere, size, path)?.equals(root) ?? false).toBe(false);
        }
        expect(rootFromInclusion(leafAt(index), index, size, [...path, root])).toBeNull();
      }
    }
  });

  it('proves that it grew from every smaller one', () => {
    for (let size = 1; size <= LARGEST; size++) {
      const root = treeRoot(firstOf(size));
      for (let old = 1; old <= size; old += size > 40 ? 3 : 1) {
        const path = consistencyPath(firstOf(size), old);
        const oldRoot = treeRoot(firstOf(old));
        expect(isConsistent(old, oldRoot, size, root, path)).toBe(true);
        expect(isConsistent(old, leafAt(0), size, root, path)).toBe(old === 1);
        expect(isConsistent(old, oldRoot, size, leafAt(0), path)).toBe(size === 1);
      }
    }
  });

  it('proves nothing by a path of which one bit is other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: LARGEST }),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        (size, which, place, bit) => {
          const index = which % size;
          const root = treeRoot(firstOf(size));
          const flip = (path: Buffer[]) => {
            const bytes = Buffer.concat(path);
            bytes[place % bytes.length] = (bytes[place % bytes.length] as number) ^ (1 << bit);
            return path.map((_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
          };
          const path = inclusionPath(firstOf(size), index);
          expect(rootFromInclusion(leafAt(index), index, size, flip(path))?.equals(root)).toBe(false);
          const old = 1 + (which % (size - 1));
          const proof = consistencyPath(firstOf(size), old);
          expect(isConsistent(old, treeRoot(firstOf(old)), size, root, flip(proof))).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** MTH of section 2.1, word for word. */
function defined(leaves: Buffer): Buffer {
  const size = leaves.length / HASH_BYTES;
  if (size === 0) return createHash('sha256').digest();
  if (size === 1) return leaves;
  let split = 1;
  while (split * 2 < size) split *= 2;
  return createHash('sha256')
    .update(Buffer.of(1))
    .update(defined(leaves.subarray(0, split * HASH_BYTES)))
    .update(defined(leaves.subarray(split * HASH_BYTES)))
    .digest();
}
