/** Passes bytes on and knows, at their end, how many they were and what their SHA-256 is. */
import { createHash } from 'node:crypto';

export class MeasuredBytes {
  bytes = 0;
  private readonly hash = createHash('sha256');
  private digest: string | null = null;

  async *of(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
    for await (const chunk of source) {
      this.bytes += chunk.length;
      this.hash.update(chunk);
      yield chunk;
    }
  }

  get sha256(): string {
    this.digest ??= this.hash.digest('hex');
    return this.digest;
  }
}
