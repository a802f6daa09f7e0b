/** How many bytes of bodies are held at this moment, by all requests together; more are refused, not queued. */
import { IngestRefusal } from './ingest-refusal';

export class InFlight {
  private bytes = 0;

  constructor(private readonly limit: number) {}

  /** Whether a body of this announced length may come. One alone always may. */
  admits(length: number): boolean {
    return this.bytes === 0 || this.bytes + length <= this.limit;
  }

  /** False where the limit is reached; then nothing is held. */
  hold(length: number): boolean {
    if (!this.admits(length)) return false;
    this.bytes += length;
    return true;
  }

  release(length: number): void {
    this.bytes -= length;
  }

  refusal(): IngestRefusal {
    return new IngestRefusal(
      'busy',
      `More than ${Math.round(this.limit / 1024 ** 2)} MiB are waiting to be stored. Send the batch again shortly.`,
      1,
    );
  }
}
