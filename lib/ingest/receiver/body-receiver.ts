/** From the body of a request to what became of its events: everything of the receiver that is not HTTP. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Microseconds } from '@/lib/audit/microseconds';
import { addIngestCounts, type IngestCounts, noIngestCounts } from './ingest-counts';
import { IngestRefusal } from './ingest-refusal';
import type { IngestSource } from './ingest-source';
import { foldTouchedDays } from './receiver-upkeep';
import { SourceWriter } from './source-writer';
import { splitBody } from './split-body';

/** Bodies unpacked at once: each may take 64 MiB. */
const READ_AT_ONCE = 4;
const FORGET_AFTER_MS = 600_000;

export type ReceivedBody = {
  source: IngestSource;
  body: Uint8Array;
  receivedAt: Microseconds;
  /** Date.now() after which nobody waits for the answer any more. */
  deadline: number;
  /** Parses only. */
  dryRun: boolean;
};

export class BodyReceiver {
  private readonly writers = new Map<string, SourceWriter>();
  private reading = 0;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly pool: Pool) {}

  /** Throws IngestRefusal, or what the database threw: then the batch may be sent again, nothing is doubled. */
  async take(work: ReceivedBody): Promise<IngestCounts> {
    await this.enter();
    try {
      if (Date.now() > work.deadline) throw new IngestRefusal('unavailable', 'The receiver was too busy.', 2);
      return await this.read(work);
    } finally {
      this.leave();
    }
  }

  private async read({ source, body, receivedAt, dryRun }: ReceivedBody): Promise<IngestCounts> {
    const writer = this.writerOf(source);
    const written: Promise<IngestCounts>[] = [];
    let first = true;
    for await (const values of splitBody(body)) {
      const part = { values, receivedAt, bytes: first ? body.length : 0, requests: first ? 1 : 0 };
      const counts = dryRun ? Promise.resolve(writer.rehearse(values)) : writer.write(part);
      counts.catch(() => undefined); // awaited below
      written.push(counts);
      first = false;
      await nextTurn();
    }
    return (await Promise.all(written)).reduce(addIngestCounts, noIngestCounts());
  }

  /** To be called every minute or so. */
  async keepUp(): Promise<void> {
    const days = [...this.writers.values()].flatMap((writer) => writer.takeTouchedDays());
    for (const [id, writer] of this.writers) {
      if (writer.isIdle && performance.now() - writer.lastUsed > FORGET_AFTER_MS) this.writers.delete(id);
    }
    await foldTouchedDays(this.pool, days);
  }

  private writerOf(source: IngestSource): SourceWriter {
    let writer = this.writers.get(source.id);
    if (!writer) {
      writer = new SourceWriter(this.pool, source);
      this.writers.set(source.id, writer);
    }
    return writer;
  }

  private async enter(): Promise<void> {
    if (this.reading >= READ_AT_ONCE) await new Promise<void>((resolve) => this.queue.push(resolve));
    else this.reading++;
  }

  private leave(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.reading--;
  }
}
