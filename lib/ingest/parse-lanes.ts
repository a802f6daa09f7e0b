/**
 * Where batches are parsed: on this thread, and once an input turns out to be long on a second one beside it: half as
 * many again on two cores. This thread also reads, hashes and writes, so the second one is served first and this one takes a
 * batch only when that has enough waiting. Each lane numbers combinations for itself.
 */
import { Worker } from 'node:worker_threads';
import type { RedactionKey } from '@/lib/audit/redaction/mark-of';
import { BatchParser } from '@/lib/ingest/batch-parser';
import type { FormatName } from '@/lib/ingest/formats/format-names';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';
import type { ValueBatch } from '@/lib/ingest/value-batch';

/** Batches parsed here before a second thread is worth its start (0.4 s, 50 MB). */
const BATCHES_ALONE = 4;
/** Batches that wait in the second lane before this thread takes one. */
const WAITING = 4;

export type LaneBatch = { lane: number; batch: ParsedBatch };

type Waiting = { resolve(batch: ParsedBatch): void; reject(error: Error): void };

export class ParseLanes {
  private readonly here: BatchParser;
  private worker: Worker | null = null;
  private ready = false;
  private readonly waiting: Waiting[] = [];
  private parsed = 0;
  private failure: Error | null = null;

  constructor(
    private readonly cluster: string,
    private readonly format: FormatName | null,
    private readonly redactionKey: RedactionKey | null,
  ) {
    this.here = new BatchParser(cluster, format, redactionKey);
  }

  /** `values` must not be used afterwards: it may have gone to the other thread. */
  async parse(values: ValueBatch): Promise<LaneBatch> {
    if (this.failure) throw this.failure;
    if (++this.parsed === BATCHES_ALONE) this.startWorker();
    if (this.worker && this.ready && this.waiting.length < WAITING)
      return { lane: 1, batch: await this.parseThere(values) };
    return { lane: 0, batch: this.here.parse(values) };
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private startWorker(): void {
    const worker = new Worker(new URL('./parse-worker-entry.mjs', import.meta.url), {
      workerData: { cluster: this.cluster, format: this.format, redactionKey: this.redactionKey },
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    worker.on('message', (message: 'ready' | ParsedBatch) => {
      if (message === 'ready') this.ready = true;
      else this.waiting.shift()?.resolve(message);
    });
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', (code) => this.fail(new Error(`the parsing thread ended with code ${code}`)));
    worker.unref();
    this.worker = worker;
  }

  private parseThere(values: ValueBatch): Promise<ParsedBatch> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      const columns = [values.bytes, values.ends, values.lineNumbers, values.byteOffsets];
      this.worker?.postMessage(
        values,
        columns.map((column) => column.buffer as ArrayBuffer),
      );
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
