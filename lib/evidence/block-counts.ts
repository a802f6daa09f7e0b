/**
 * The counts that an evidence block carries, and what later corrections add to them: (hour, combination, n) as little-endian
 * int32 triples. What a block carries is hashed in its header and never changes; when the rules by which values are read
 * change, a correction says by how much.
 */

const TRIPLE_BYTES = 12;
/** (hour, combination) in one number: hours are few, combinations have 32 bits. */
const COMBINATIONS = 2 ** 32;

export type CountVisitor = (hour: number, combination: number, n: number) => void;

export function visitCounts(counts: Buffer, visit: CountVisitor): void {
  for (let offset = 0; offset + TRIPLE_BYTES <= counts.length; offset += TRIPLE_BYTES) {
    visit(counts.readInt32LE(offset), counts.readInt32LE(offset + 4), counts.readInt32LE(offset + 8));
  }
}

/** Sums of such counts, of either sign. */
export class CountSums {
  private readonly sums = new Map<number, number>();

  add(hour: number, combination: number, n: number): void {
    const key = hour * COMBINATIONS + combination;
    const sum = (this.sums.get(key) ?? 0) + n;
    if (sum === 0) this.sums.delete(key);
    else this.sums.set(key, sum);
  }

  addPacked(counts: Buffer, sign: 1 | -1 = 1): void {
    visitCounts(counts, (hour, combination, n) => this.add(hour, combination, sign * n));
  }

  get(hour: number, combination: number): number {
    return this.sums.get(hour * COMBINATIONS + combination) ?? 0;
  }

  get size(): number {
    return this.sums.size;
  }

  visit(visit: CountVisitor): void {
    for (const [key, n] of this.sums) visit(Math.floor(key / COMBINATIONS), modulo(key), n);
  }

  pack(): Buffer {
    const packed = Buffer.allocUnsafe(TRIPLE_BYTES * this.sums.size);
    let offset = 0;
    this.visit((hour, combination, n) => {
      offset = packed.writeInt32LE(hour, offset);
      offset = packed.writeInt32LE(combination, offset);
      offset = packed.writeInt32LE(n, offset);
    });
    return packed;
  }
}

/** Hours before 1970 are negative, combinations never. */
function modulo(key: number): number {
  return key - Math.floor(key / COMBINATIONS) * COMBINATIONS;
}
