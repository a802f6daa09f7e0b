/**
 * The usual counts of every stream around a bucket: sums over the reference buckets of a window that slides along. Sums of
 * whole numbers are exact, so where the sliding began makes no difference.
 */
import type { BucketFacts } from '@/lib/coverage/bucket-facts';
import { keptLimits, kindOf } from '@/lib/coverage/keep-streams';
import { streamKinds } from '@/lib/coverage/stream-kinds';

/** Two hours to each side. */
export const WINDOW_BUCKETS = 24;

export type BucketStreams = {
  columns: Int32Array;
  counts: Int32Array;
  completed: number;
  limits: { leases: number; calls: number };
};

export class StreamTable {
  /** By column; ordered by head and stream, so that sums over streams do not depend on what else was loaded. */
  readonly heads: Int32Array;
  readonly hashes: Float64Array;
  readonly buckets: (BucketStreams | null)[];

  constructor(facts: readonly (BucketFacts | null)[]) {
    // By head, then by stream: a key that joins the two would be a text for each stream of each bucket.
    const columns = new Map<number, Map<number, number>>();
    for (const fact of facts) {
      for (const { head, stream } of fact?.streams ?? []) {
        const streams = columns.get(head);
        if (streams) streams.set(stream, 0);
        else columns.set(head, new Map([[stream, 0]]));
      }
    }
    const ordered: { head: number; stream: number }[] = [];
    for (const [head, streams] of [...columns].sort(([a], [b]) => a - b)) {
      for (const stream of [...streams.keys()].sort((a, b) => a - b)) {
        streams.set(stream, ordered.length);
        ordered.push({ head, stream });
      }
    }
    this.heads = Int32Array.from(ordered, (entry) => entry.head);
    this.hashes = Float64Array.from(ordered, (entry) => entry.stream >>> 0);
    const columnOf = (entry: { head: number; stream: number }) => columns.get(entry.head)?.get(entry.stream) as number;
    this.buckets = facts.map((fact) =>
      fact
        ? {
            columns: Int32Array.from(fact.streams, columnOf),
            counts: Int32Array.from(fact.streams, (entry) => entry.count),
            completed: fact.completed,
            limits: keptLimits(fact),
          }
        : null,
    );
  }

  /** Whether the stream would have been kept in that bucket had it been there. */
  isVisible(column: number, bucket: BucketStreams): boolean {
    const call = kindOf({ head: this.heads[column] as number }) === streamKinds.call;
    return (this.hashes[column] as number) <= (call ? bucket.limits.calls : bucket.limits.leases);
  }
}

export class StreamWindow {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly presence: Int32Array;
  /** Places of the reference buckets in the window, ascending. */
  readonly members: number[] = [];

  constructor(private readonly table: StreamTable) {
    this.sums = new Float64Array(table.heads.length);
    this.squares = new Float64Array(table.heads.length);
    this.presence = new Int32Array(table.heads.length);
  }

  add(place: number): void {
    this.members.push(place);
    this.count(place, 1);
  }

  /** Removes what has slid out of the window. */
  dropBefore(place: number): void {
    while (this.members.length > 0 && (this.members[0] as number) < place)
      this.count(this.members.shift() as number, -1);
  }

  private count(place: number, sign: 1 | -1): void {
    const bucket = this.table.buckets[place];
    if (!bucket) return;
    const { columns, counts } = bucket;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i] as number;
      const n = counts[i] as number;
      this.sums[column] = (this.sums[column] as number) + sign * n;
      this.squares[column] = (this.squares[column] as number) + sign * n * n;
      this.presence[column] = (this.presence[column] as number) + sign;
    }
  }
}
