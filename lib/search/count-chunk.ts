/**
 * Counts in columns: at an hour (or a day), of a combination, so many events. When the columns are full of
 * additions, what belongs together is added up before they grow: a long import does not make the sums of a day slower.
 */
export class CountChunk {
  times: Int32Array;
  combinations: Int32Array;
  counts: Int32Array;
  length = 0;

  constructor(capacity = 64) {
    this.times = new Int32Array(capacity);
    this.combinations = new Int32Array(capacity);
    this.counts = new Int32Array(capacity);
  }

  /** For rows of the database: they are folded already, or nearly. */
  append(time: number, combination: number, count: number): void {
    if (this.length === this.times.length) this.grow();
    this.put(time, combination, count);
  }

  /** For what a new block adds. */
  add(time: number, combination: number, count: number): void {
    if (this.length === this.times.length) this.makeRoom();
    this.put(time, combination, count);
  }

  private put(time: number, combination: number, count: number): void {
    this.times[this.length] = time;
    this.combinations[this.length] = combination;
    this.counts[this.length] = count;
    this.length++;
  }

  private makeRoom(): void {
    this.fold();
    // Folding again and again for little would be quadratic: it has to free half, or the columns grow.
    if (this.length > this.times.length / 2) this.grow();
  }

  private fold(): void {
    const places = new Map<number, number>();
    let length = 0;
    for (let i = 0; i < this.length; i++) {
      const time = this.times[i] as number;
      const combination = this.combinations[i] as number;
      const key = time * 2 ** 32 + combination;
      const place = places.get(key);
      if (place !== undefined) {
        this.counts[place] = (this.counts[place] as number) + (this.counts[i] as number);
        continue;
      }
      places.set(key, length);
      this.times[length] = time;
      this.combinations[length] = combination;
      this.counts[length] = this.counts[i] as number;
      length++;
    }
    this.length = length;
  }

  private grow(): void {
    const size = this.times.length * 2;
    for (const column of ['times', 'combinations', 'counts'] as const) {
      const grown = new Int32Array(size);
      grown.set(this[column]);
      this[column] = grown;
    }
  }
}
