// Sends a batch until it is taken: pauses that double, with jitter so that many shippers do not come back at once, never
// shorter than the receiver asked for. A refusal (token, address) is somebody's to mend: it is said, and tried again slowly.

import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Outcome, ReceiverClient } from './receiver-client';
import type { ShipCounts } from './ship-counts';
import type { ShipLog } from './ship-log';

const FIRST_PAUSE_MS = 500;
const NEWLINE = 10;
const compress = promisify(gzip);
const inflate = promisify(gunzip);

export class Delivery {
  /** The trouble with the receiver; null while it takes what it is sent. */
  trouble: string | null = null;
  private pause = FIRST_PAUSE_MS;
  private backoff = FIRST_PAUSE_MS;

  constructor(
    private readonly client: ReceiverClient,
    private readonly counts: ShipCounts,
    private readonly say: ShipLog,
    private readonly longestPauseMs: number,
    /** No more attempts. */
    private readonly stop: AbortSignal,
    /** Not even the answer to the one under way is waited for. */
    private readonly abandon: AbortSignal,
  ) {}

  /** One attempt; true when the receiver has it. */
  async attempt(body: Buffer, lines: number): Promise<boolean> {
    const outcome = await this.client.send(body, this.abandon);
    if (outcome.kind === 'taken') {
      this.taken(outcome, body.length, lines);
      return true;
    }
    if (outcome.kind === 'too-big' && lines > 1) return await this.attemptHalves(body);
    this.failed(outcome);
    return false;
  }

  /** Attempts until the receiver has it; false when we are to end before. */
  async deliver(body: Buffer, lines: number): Promise<boolean> {
    while (!this.stop.aborted) {
      if (this.trouble) await this.rest();
      if (await this.attempt(body, lines)) return true;
    }
    return false;
  }

  /** The pause after a failed attempt. */
  private async rest(): Promise<void> {
    await sleep(this.pause, undefined, { signal: this.stop }).catch(() => undefined);
  }

  private taken({ receipt }: Outcome & { kind: 'taken' }, bytes: number, lines: number): void {
    if (this.trouble) this.say('info', 'The receiver takes events again.');
    this.trouble = null;
    this.backoff = FIRST_PAUSE_MS;
    this.counts.batches += 1;
    this.counts.shippedLines += lines;
    this.counts.shippedBytes += bytes;
    for (const name of ['inserted', 'duplicates', 'quarantined', 'skipped'] as const)
      this.counts[name] += receipt[name];
  }

  private failed(outcome: Exclude<Outcome, { kind: 'taken' }>): void {
    const slow = outcome.kind !== 'unavailable';
    const longest = slow ? this.longestPauseMs : this.backoff;
    const asked = outcome.kind === 'unavailable' ? outcome.retryAfterMs : 0;
    this.pause = asked + (asked > 0 ? Math.random() * 1000 : longest * (0.5 + Math.random() / 2));
    this.backoff = Math.min(this.backoff * 2, this.longestPauseMs);
    if (this.trouble !== outcome.reason) {
      this.say(slow ? 'error' : 'warn', `Not sent, kept: ${outcome.reason}`, { nextAttemptMs: Math.round(this.pause) });
    }
    this.trouble = outcome.reason;
  }

  // Should the second half fail, the first is sent again with it and recognised as duplicates.
  private async attemptHalves(body: Buffer): Promise<boolean> {
    const plain = await inflate(body);
    const middle = plain.indexOf(NEWLINE, plain.length >> 1) + 1;
    const cut = middle > 0 && middle < plain.length ? middle : plain.indexOf(NEWLINE) + 1;
    for (const half of [plain.subarray(0, cut), plain.subarray(cut)]) {
      if (half.length > 0 && !(await this.attempt(await compress(half), countLines(half)))) return false;
    }
    return true;
  }
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
