/**
 * The root of a tree to which leaves are only added, in the memory of its height: the roots of its complete subtrees, largest
 * first. So a log of a billion events is checked, and signed every minute, without holding its leaves.
 */
import { HASH_BYTES, nodeHash, treeRoot } from '@/lib/evidence/merkle-tree';

export class GrowingTree {
  private readonly subtrees: { size: number; root: Buffer }[] = [];
  private leaves = 0;

  get size(): number {
    return this.leaves;
  }

  /** Takes the hash of the next leaf. */
  add(leaf: Buffer): void {
    this.leaves++;
    let next = { size: 1, root: leaf };
    for (let last = this.subtrees.at(-1); last?.size === next.size; last = this.subtrees.at(-1)) {
      this.subtrees.pop();
      next = { size: 2 * next.size, root: nodeHash(last.root, next.root) };
    }
    this.subtrees.push(next);
  }

  root(): Buffer {
    if (this.subtrees.length === 0) return treeRoot(Buffer.alloc(0));
    const [last, ...larger] = this.subtrees.toReversed().map(({ root }) => root);
    return larger.reduce((right, left) => nodeHash(left, right), last ?? Buffer.alloc(HASH_BYTES));
  }
}
