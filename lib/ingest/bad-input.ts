/** Builds the record of something that is no event: from bytes at hand, or piece by piece for what is too long to hold. */
import { createHash, type Hash } from 'node:crypto';
import { type BadInput, type InputValue, QUARANTINE_HEAD_BYTES } from '@/lib/ingest/input-value';

export function badInput(value: InputValue, reason: string): BadInput {
  return {
    reason,
    lineNumber: value.lineNumber,
    byteOffset: value.byteOffset,
    byteLength: value.bytes.length,
    sha256: createHash('sha256').update(value.bytes).digest(),
    // A copy: the record outlives the chunk that the bytes are a view of.
    head: Buffer.from(value.bytes.subarray(0, QUARANTINE_HEAD_BYTES)),
  };
}

/** A value that is thrown away while it streams past: only its length, hash and head are kept. */
export class OversizedValue {
  private readonly hash: Hash = createHash('sha256');
  private readonly heads: Buffer[] = [];
  private headLength = 0;
  private length = 0;

  constructor(
    private readonly lineNumber: number,
    private readonly byteOffset: number,
  ) {}

  add(bytes: Buffer): void {
    this.hash.update(bytes);
    this.length += bytes.length;
    if (this.headLength < QUARANTINE_HEAD_BYTES) {
      const part = Buffer.from(bytes.subarray(0, QUARANTINE_HEAD_BYTES - this.headLength));
      this.heads.push(part);
      this.headLength += part.length;
    }
  }

  finish(reason: (byteLength: number) => string): BadInput {
    return {
      reason: reason(this.length),
      lineNumber: this.lineNumber,
      byteOffset: this.byteOffset,
      byteLength: this.length,
      sha256: this.hash.digest(),
      head: Buffer.concat(this.heads),
    };
  }
}
