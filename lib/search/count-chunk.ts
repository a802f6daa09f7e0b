/** Counts in columns: at an hour (or a day), of a combination, so many events. Additions are appended, never merged. */
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

  add(time: number, combination: number, count: number): void {
    if (this.length === this.times.length) this.grow();
    this.times[this.length] = time;
    this.combinations[this.length] = combination;
    this.counts[this.length] = count;
    this.length++;
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
