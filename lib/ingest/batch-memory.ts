/**
 * Memory for batches that is used again and again. An import would make some seven megabytes of buffers for every batch, and
 * V8 collects garbage after each 64 MiB of them: that was a fifth of an import's processor time.
 */

const MAX_SPARE = 10;

export class BatchMemory {
  private readonly free: ArrayBuffer[] = [];

  /** Most requests should be for less than `spareBytes`; a larger one gets memory of its own size. */
  constructor(private readonly spareBytes: number) {}

  /** Bytes with any content. */
  take(length: number): Buffer<ArrayBuffer> {
    const buffer =
      length <= this.spareBytes ? (this.free.pop() ?? new ArrayBuffer(this.spareBytes)) : new ArrayBuffer(length);
    return Buffer.from(buffer, 0, length);
  }

  /** Nobody may use `bytes` any more. */
  giveBack(bytes: Uint8Array): void {
    if (bytes.buffer.byteLength === this.spareBytes && this.free.length < MAX_SPARE) {
      this.free.push(bytes.buffer as ArrayBuffer);
    }
  }
}
