/**
 * The web server's end of the receiving thread: hands bodies over without copying them and gives the answers back. A thread
 * that dies is started again; what it had not answered is refused, and the clients send it again.
 */
import { Worker } from 'node:worker_threads';
import type { ReceivedBody } from './body-receiver';
import type { IngestCounts } from './ingest-counts';
import { IngestRefusal } from './ingest-refusal';
import type { ThreadAnswer, ThreadData } from './receive-messages';

const RESTART_MS = 1000;

type Pending = { resolve(counts: IngestCounts): void; reject(error: IngestRefusal): void };

export class ReceiveThread {
  private worker: Worker | null = null;
  private ready = false;
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();
  private closed = false;
  private restart: NodeJS.Timeout | undefined;

  constructor(private readonly data: ThreadData) {
    this.start();
  }

  isReady(): boolean {
    return this.ready;
  }

  /** `body` must own its whole buffer; it is gone afterwards. Throws IngestRefusal. */
  take(body: ReceivedBody): Promise<IngestCounts> {
    const { worker } = this;
    if (!worker || !this.ready) return Promise.reject(starting());
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      worker.postMessage({ ...body, id }, [body.body.buffer as ArrayBuffer]);
    });
  }

  /** Lets what is being written end (the connections are cut with the thread otherwise). */
  async close(limitMs = 5000): Promise<void> {
    this.closed = true;
    clearTimeout(this.restart);
    const until = Date.now() + limitMs;
    while (this.pending.size > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    await this.worker?.terminate();
  }

  private start(): void {
    const worker = new Worker(new URL('./receive-thread-entry.mjs', import.meta.url), {
      workerData: this.data,
      execArgv: [],
    });
    worker.on('message', (message: 'ready' | ThreadAnswer) => {
      if (message === 'ready') this.ready = true;
      else this.settle(message);
    });
    worker.on('error', (error) => console.error('The receiving thread failed:', error));
    worker.on('exit', (code) => {
      this.ready = false;
      this.worker = null;
      const lost = new IngestRefusal('unavailable', 'The receiver was interrupted. Send the batch again.', 2);
      for (const { reject } of this.pending.values()) reject(lost);
      this.pending.clear();
      if (this.closed) return;
      console.error(`The receiving thread ended with code ${code}; it starts again.`);
      this.restart = setTimeout(() => this.start(), RESTART_MS);
    });
    this.worker = worker;
  }

  private settle(answer: ThreadAnswer): void {
    const pending = this.pending.get(answer.id);
    this.pending.delete(answer.id);
    if ('counts' in answer) pending?.resolve(answer.counts);
    else {
      const { code, message, retryAfter } = answer.refusal;
      pending?.reject(new IngestRefusal(code, message, retryAfter));
    }
  }
}

export function starting(): IngestRefusal {
  return new IngestRefusal('unavailable', 'The receiver is starting.', 1);
}
