/** The root of the tree over a block's events, which stands for their bytes in the block's header. */
import { HASH_BYTES, treeRoot, writeLeafHash } from '@/lib/evidence/merkle-tree';

export function eventLeaves(events: readonly Uint8Array[]): Buffer {
  const leaves = Buffer.allocUnsafe(HASH_BYTES * events.length);
  for (let i = 0; i < events.length; i++) writeLeafHash(events[i] as Uint8Array, leaves, HASH_BYTES * i);
  return leaves;
}

export function eventRoot(events: readonly Uint8Array[]): Buffer {
  return treeRoot(eventLeaves(events));
}
