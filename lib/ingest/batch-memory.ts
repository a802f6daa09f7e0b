/**
 * Memory for batches that is used again and again. An import would make some seven megabytes of buffers for every batch, and
 * V8 collects garbage after each 64 MiB of them: that was a fifth of an import's processor time.
 */

/** Most batches are smaller; a larger one gets memory of its own size. */
const SPARE_BYTES = 3 * 1024 * 1024;
const MAX_SPARE = 8;

export class BatchMemory {
  private readonly free: ArrayBuffer[] = [];

  /** Bytes with any content. */
  take(length: number): Buffer<ArrayBuffer> {
    const buffer = length <= SPARE_BYTES ? (this.free.pop() ?? new ArrayBuffer(SPARE_BYTES)) : new ArrayBuffer(length);
    return Buffer.from(buffer, 0, length);
  }

  /** Nobody may use `bytes` any more. */
  giveBack(bytes: Uint8Array): void {
    if (bytes.buffer.byteLength === SPARE_BYTES && this.free.length < MAX_SPARE) {
      this.free.push(bytes.buffer as ArrayBuffer);
    }
  }
}
