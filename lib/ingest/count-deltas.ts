/** What a batch adds to the counts per hour and day. */
import { MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import { int4Array } from '@/lib/db/int4-array';

// A count's key is (hour or day, combination) in one number, because a Map of numbers is several times faster than one of
// strings: 2^21 hours reach the year 2209, combinations have 32 bits, together 53.
const COMBINATIONS = 2 ** 32;

/** Events by (time, combination). */
export class CountDeltas {
  private readonly counts = new Map<number, number>();

  add(at: Microseconds, combination: number): void {
    this.addTo(Math.floor(at / MICROSECONDS_PER_HOUR) * COMBINATIONS + combination, 1);
  }

  addAll(other: CountDeltas): void {
    for (const [key, count] of other.counts) this.addTo(key, count);
  }

  /** The same per day. */
  perDay(): CountDeltas {
    const days = new CountDeltas();
    for (const [key, count] of this.counts) {
      days.addTo(Math.floor(timeOf(key) / 24) * COMBINATIONS + combinationOf(key), count);
    }
    return days;
  }

  /** (hour, combination, count) as little-endian int32: what an evidence block keeps of its own share. */
  pack(): Buffer {
    const packed = Buffer.allocUnsafe(12 * this.counts.size);
    let offset = 0;
    for (const [key, count] of this.counts) {
      offset = packed.writeInt32LE(timeOf(key), offset);
      offset = packed.writeInt32LE(combinationOf(key), offset);
      offset = packed.writeInt32LE(count, offset);
    }
    return packed;
  }

  /** Columns of event_count_hour or event_count_day, as parameters: times, combinations, counts. */
  columns(): [Buffer, Buffer, Buffer] {
    const times = new Int32Array(this.counts.size);
    const combinations = new Int32Array(this.counts.size);
    const counts = new Int32Array(this.counts.size);
    let i = 0;
    for (const [key, count] of this.counts) {
      times[i] = timeOf(key);
      combinations[i] = combinationOf(key);
      counts[i++] = count;
    }
    return [int4Array(times), int4Array(combinations), int4Array(counts)];
  }

  private addTo(key: number, count: number): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
  }
}

function timeOf(key: number): number {
  return Math.floor(key / COMBINATIONS);
}

function combinationOf(key: number): number {
  return key % COMBINATIONS;
}
