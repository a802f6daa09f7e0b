/**
 * Sums of counts per hour, small enough to hold for years: of each hour the number of events and two sums in which every
 * combination has a random weight of this run. Two sets of counts with the same sums are the same set, but for a chance of one
 * in 2^64 that nobody can prepare, because the weights are not known before. Sums add up, so rows may come in any order and
 * split in any way.
 */

/** Numbers per hour in a packed fingerprint: hour, events, two sums. */
const WIDTH = 4;

export class CountFingerprint {
  private readonly hours = new Map<number, [events: number, first: number, second: number]>();

  constructor(private readonly seed: number) {}

  add(hour: number, combination: number, count: number): void {
    const sums = this.sumsOf(hour);
    sums[0] += count;
    sums[1] = (sums[1] + Math.imul(count, weigh(combination, this.seed))) | 0;
    sums[2] = (sums[2] + Math.imul(count, weigh(combination, ~this.seed))) | 0;
  }

  /** For another thread. */
  pack(): Float64Array {
    return Float64Array.from([...this.hours].flatMap(([hour, sums]) => [hour, ...sums]));
  }

  addPacked(packed: Float64Array, hoursPerUnit = 1): void {
    for (let i = 0; i < packed.length; i += WIDTH) {
      const unit = Math.floor((packed[i] as number) / hoursPerUnit);
      const sums = this.sumsOf(unit);
      sums[0] += packed[i + 1] as number;
      sums[1] = (sums[1] + (packed[i + 2] as number)) | 0;
      sums[2] = (sums[2] + (packed[i + 3] as number)) | 0;
    }
  }

  private sumsOf(hour: number): [number, number, number] {
    const known = this.hours.get(hour);
    if (known) return known;
    const sums: [number, number, number] = [0, 0, 0];
    this.hours.set(hour, sums);
    return sums;
  }

  /** The hours that differ, earliest first, with the events of each side. */
  differences(other: CountFingerprint): { hour: number; here: number; there: number }[] {
    const differing = [];
    for (const hour of new Set([...this.hours.keys(), ...other.hours.keys()])) {
      const here = this.hours.get(hour) ?? [0, 0, 0];
      const there = other.hours.get(hour) ?? [0, 0, 0];
      if (here.some((sum, i) => sum !== there[i])) differing.push({ hour, here: here[0], there: there[0] });
    }
    return differing.sort((a, b) => a.hour - b.hour);
  }
}

/** The finaliser of MurmurHash3: every bit of the combination and of the seed moves every bit of the weight. */
function weigh(combination: number, seed: number): number {
  let mixed = Math.imul(combination ^ seed, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16) ^ Math.imul(seed, 0x27d4eb2f), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
