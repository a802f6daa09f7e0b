/**
 * Compares a log, while it is read from its beginning, with everything that was ever signed about it: the checkpoints in the
 * database and copies from outside of it.
 */
import type { ClientBase } from 'pg';
import { logOrigin } from '@/lib/evidence/block-header';
import { type Checkpoint, noteHash, parseCheckpointText } from '@/lib/evidence/checkpoint-note';
import type { GrowingTree } from '@/lib/evidence/growing-tree';
import { openNote } from '@/lib/evidence/signed-note';
import type { CheckedLog } from '@/lib/verify/block-checker';
import type { Findings } from '@/lib/verify/findings';

const PAGE = 500;

/** A signed statement from outside of the database, its signature checked already. */
export type OutsideCheckpoint = { checkpoint: Checkpoint; place: string };

type StoredCheckpoint = { size: number; root: Buffer; events: number; at: number; note: string };

export class CheckpointCheck {
  private page: StoredCheckpoint[] = [];
  private next = 0;
  private previous: Buffer | null = null;
  private readonly outside: OutsideCheckpoint[];
  private nextOutside = 0;
  /** Checkpoints of the database that were met. */
  stored = 0;

  private constructor(
    private readonly client: ClientBase,
    private readonly log: CheckedLog,
    private readonly keys: readonly Buffer[],
    outside: readonly OutsideCheckpoint[],
    private readonly findings: Findings,
  ) {
    this.outside = outside.toSorted((a, b) => a.checkpoint.size - b.checkpoint.size);
  }

  static async open(
    client: ClientBase,
    log: CheckedLog,
    keys: readonly Buffer[],
    outside: readonly OutsideCheckpoint[],
    findings: Findings,
  ): Promise<CheckpointCheck> {
    const check = new CheckpointCheck(client, log, keys, outside, findings);
    await check.readPage(-2147483648);
    return check;
  }

  /** The log has grown to the tree's size; call it after each block. */
  async grew(tree: GrowingTree, events: number): Promise<void> {
    for (let stored = this.page[this.next]; stored && stored.size <= tree.size; stored = this.page[this.next]) {
      this.checkStored(stored, tree, events);
      await this.step(stored);
    }
    for (
      let entry = this.outside[this.nextOutside];
      entry && entry.checkpoint.size <= tree.size;
      entry = this.outside[this.nextOutside]
    ) {
      this.checkOutside(entry, tree, events);
      this.nextOutside++;
    }
  }

  /** The log has ended: whatever was signed beyond it is of blocks that are gone. */
  async ended(tree: GrowingTree): Promise<void> {
    for (let stored = this.page[this.next]; stored; stored = this.page[this.next]) {
      this.add(
        tree.size + 1,
        'checkpoint',
        `a checkpoint was signed at ${stored.size} blocks, and the log ends after ${tree.size}: its end was cut off`,
      );
      await this.step(stored);
    }
    for (const { checkpoint, place } of this.outside.slice(this.nextOutside)) {
      this.add(
        tree.size + 1,
        'outside-checkpoint',
        `${place} was signed at ${checkpoint.size} blocks, and the log ends after ${tree.size}: its end was cut off`,
      );
    }
  }

  private checkStored(stored: StoredCheckpoint, tree: GrowingTree, events: number): void {
    this.stored++;
    const origin = logOrigin(this.log.logId);
    const { size } = stored;
    if (size < tree.size || size < 1) {
      this.add(size, 'checkpoint', `a checkpoint of ${size} blocks is out of order`);
      return;
    }
    const text = openNote(stored.note, origin, this.keys);
    const signed = text === null ? null : parseCheckpointText(text);
    if (!signed) {
      this.add(
        size,
        'checkpoint',
        `the signature of the checkpoint at ${size} blocks is not of a known key, or its note was changed`,
      );
      return;
    }
    const problems = [
      signed.size !== size && `its note says ${signed.size} blocks`,
      !signed.root.equals(stored.root) && 'its root is not the one of its note',
      signed.events !== stored.events && `it says ${stored.events} events, its note ${signed.events}`,
      signed.at !== stored.at && `it says the time ${stored.at}, its note ${signed.at}`,
      signed.clusterName !== this.log.clusterName && `its note is of cluster ${signed.clusterName}`,
      signed.size === size &&
        !signed.root.equals(tree.root()) &&
        'it was signed over other blocks: this log was rewritten',
      signed.size === size &&
        signed.events !== events &&
        `it was signed over ${signed.events} events, the blocks say ${events}`,
      !sameHash(signed.previous, this.previous) && 'the checkpoint before it is missing or was changed',
    ].filter((problem) => problem !== false);
    if (problems.length > 0) this.add(size, 'checkpoint', `the checkpoint at ${size} blocks: ${problems.join('; ')}`);
  }

  private checkOutside({ checkpoint, place }: OutsideCheckpoint, tree: GrowingTree, events: number): void {
    if (checkpoint.size !== tree.size || (checkpoint.root.equals(tree.root()) && checkpoint.events === events)) return;
    this.add(
      checkpoint.size,
      'outside-checkpoint',
      `${place} was signed at ${checkpoint.size} blocks with the root ${checkpoint.root.toString('base64')}, this log has ${tree.root().toString('base64')}: it was rewritten`,
    );
  }

  private async step(stored: StoredCheckpoint): Promise<void> {
    this.previous = noteHash(stored.note);
    if (++this.next === PAGE) await this.readPage(stored.size);
  }

  private async readPage(after: number): Promise<void> {
    const { rows } = await this.client.query<StoredCheckpoint>(
      'select size, root, events, at, note from checkpoint where cluster_id = $1 and size > $2 order by size limit $3',
      [this.log.clusterId, after, PAGE],
    );
    this.page = rows;
    this.next = 0;
  }

  private add(block: number, kind: 'checkpoint' | 'outside-checkpoint', message: string): void {
    this.findings.add({ kind, cluster: this.log.clusterName, block, event: null, message });
  }
}

function sameHash(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
