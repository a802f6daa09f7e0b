/**
 * kube-apiserver's webhook backend for tests, as its source has it: a buffer of 10,000 events that drops when full; batches
 * of 400, or what there is after 30 s; 10 batches a second with bursts of 15; each batch sent by itself, five attempts with
 * 10 s × 1.5 between them and up to 20 % more at random; inside an attempt, 429 and 5xx with Retry-After are tried up to ten
 * times; then the batch is dropped. `scale` shortens all of these times alike.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const BUFFER = 10_000;
const BATCH = 400;
const MAX_WAIT_MS = 30_000;
const [BATCHES_PER_SECOND, BURST] = [10, 15];
const [ATTEMPTS, FIRST_BACKOFF_MS, FACTOR, JITTER] = [5, 10_000, 1.5, 0.2];
const RETRIES_IN_ATTEMPT = 10;
/** Of one attempt; not scaled, for the receiver works in its own time. */
const TIMEOUT_MS = 30_000;

export type Counts = { received: number; inserted: number; duplicates: number; quarantined: number };

export class TestApiserver {
  /** Events that no receiver confirmed, dropped after the last attempt or before the buffer. */
  lost = 0;
  /** Batches that took more than one attempt. */
  retried = 0;
  readonly answers: Counts[] = [];
  private buffer: object[] = [];
  private bucket = BURST;
  private refilled = performance.now();
  private readonly sending: Promise<void>[] = [];
  private closed = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly scale: number,
  ) {
    this.running = this.run();
  }

  emit(event: object): void {
    if (this.buffer.length >= BUFFER) this.lost++;
    else this.buffer.push(event);
  }

  /** Waits until everything so far is confirmed or lost. */
  async settle(): Promise<void> {
    while (this.buffer.length > 0) await sleep(1);
    await Promise.all(this.sending);
  }

  /** Sends what is buffered at once and waits for all that is on its way. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
    await Promise.all(this.sending);
  }

  private async run(): Promise<void> {
    let waitedSince = performance.now();
    while (!this.closed || this.buffer.length > 0) {
      const full = this.buffer.length >= BATCH;
      const late = performance.now() - waitedSince > MAX_WAIT_MS * this.scale;
      if (full || (this.buffer.length > 0 && (late || this.closed))) {
        await this.throttle();
        this.sending.push(this.deliver(this.buffer.splice(0, BATCH)));
        waitedSince = performance.now();
      } else {
        await sleep(1);
      }
    }
  }

  private async throttle(): Promise<void> {
    for (;;) {
      const now = performance.now();
      const perMs = BATCHES_PER_SECOND / 1000 / this.scale;
      this.bucket = Math.min(BURST, this.bucket + (now - this.refilled) * perMs);
      this.refilled = now;
      if (this.bucket >= 1) break;
      await sleep(1);
    }
    this.bucket--;
  }

  private async deliver(events: object[]): Promise<void> {
    const body = JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: events });
    let backoff = FIRST_BACKOFF_MS * this.scale;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (await this.attempt(body)) return;
      if (attempt === 1) this.retried++;
      if (attempt < ATTEMPTS) await sleep(backoff * (1 + Math.random() * JITTER));
      backoff *= FACTOR;
    }
    this.lost += events.length;
  }

  private async attempt(body: string): Promise<boolean> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      for (let retry = 0; retry <= RETRIES_IN_ATTEMPT; retry++) {
        const answer = await fetch(`${this.url}?timeout=30s`, {
          method: 'POST',
          headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
          body,
          signal,
        });
        const text = await answer.text();
        if (answer.status === 200) {
          this.answers.push(JSON.parse(text));
          return true;
        }
        const wait = Number(answer.headers.get('retry-after') ?? 'none');
        if ((answer.status !== 429 && answer.status < 500) || Number.isNaN(wait)) return false;
        await sleep(wait * 1000 * this.scale);
      }
    } catch {
      // a refused or broken connection, or the time-out
    }
    return false;
  }
}
