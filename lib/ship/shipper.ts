// The shipper: one loop reads the log and sends or spools, another empties the spool. A position moves only when the bytes
// before it are acknowledged or on our own disk, so whatever ends us, lines are sent again and never left out.

import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Delivery } from './delivery';
import { writeDurably } from './durable-file';
import { KnownFiles } from './known-files';
import { type Batch, LogFollower } from './log-follower';
import { PositionStore } from './position-store';
import { ReceiverClient } from './receiver-client';
import { ShipCounts } from './ship-counts';
import type { ShipLog } from './ship-log';
import type { ShipOptions } from './ship-options';
import { type Segment, Spool } from './spool';
import { lockSpool } from './spool-lock';

const POLL_MS = 100;
const DISK_PAUSE_MS = 1000;
/** The answer to a request under way is waited for this long at the end. */
const END_MS = 5000;
const REQUEST_LIMIT_MS = 30_000;

const compress = promisify(gzip);

/** Runs until `stop`; ends in good order. */
export async function ship(options: ShipOptions, say: ShipLog, stop: AbortSignal): Promise<void> {
  await mkdir(options.spool, { recursive: true, mode: 0o700 });
  const unlock = await lockSpool(options.spool);
  try {
    await new Shipper(options, say, stop).run();
  } finally {
    await unlock();
  }
}

class Shipper {
  private readonly counts = new ShipCounts();
  private readonly store: PositionStore;
  private readonly spool: Spool;
  private readonly client: ReceiverClient;
  private readonly delivery: Delivery;
  private known = new KnownFiles([]);
  private paused = false;
  private readonly begun = Date.now();

  constructor(
    private readonly options: ShipOptions,
    private readonly say: ShipLog,
    private readonly stop: AbortSignal,
  ) {
    this.store = new PositionStore(options.spool);
    this.spool = new Spool(options.spool, options.spoolLimit);
    this.client = new ReceiverClient({ ...options, url: options.to, requestLimitMs: REQUEST_LIMIT_MS });
    const abandon = new AbortController();
    stop.addEventListener('abort', () => setTimeout(() => abandon.abort(), END_MS).unref(), { once: true });
    const pause = options.longestPauseMs;
    this.delivery = new Delivery(this.client, this.counts, say, pause, stop, abandon.signal);
  }

  async run(): Promise<void> {
    await this.spool.open();
    const follower = await this.openFollower();
    this.say('info', 'started', { follow: this.options.follow, to: this.options.to.href, ...this.status() });
    const status = setInterval(() => void this.report(), this.options.statusIntervalMs);
    try {
      await this.report();
      await Promise.all([this.readLoop(follower), this.drainLoop()]);
    } finally {
      clearInterval(status);
      await follower.close();
      this.client.close();
      await this.report();
    }
    this.say('info', 'ended');
  }

  private async openFollower(): Promise<LogFollower> {
    const { files, damaged, fresh } = await this.store.load();
    for (const file of damaged) {
      const files = 'What the other position file does not cover is sent again; the receiver knows what it has.';
      this.say('error', `${file} is damaged. ${files}`);
    }
    this.known = new KnownFiles(files);
    const follower = new LogFollower(this.options.follow, this.known, this.counts, this.say, this.options.gatherMs);
    if (fresh && this.spool.count === 0 && !this.options.fromStart) await follower.passOver();
    await this.savePositions();
    return follower;
  }

  private async readLoop(follower: LogFollower): Promise<void> {
    while (!this.stop.aborted) {
      const batch = await follower.next();
      if (!batch) await this.wait(POLL_MS);
      else if (await this.bringToSafety(follower, batch)) {
        this.known.advance(batch.file, batch.end, batch.firstBytes);
        await this.savePositions();
      }
    }
  }

  /** True when the receiver or the disk has it. */
  private async bringToSafety(follower: LogFollower, batch: Batch): Promise<boolean> {
    if (isBlank(batch.body)) return true;
    const body = await compress(batch.body);
    if (this.spool.count === 0 && (await this.delivery.attempt(body, batch.lines))) return true;
    if (body.length > this.options.spoolLimit) return await this.delivery.deliver(body, batch.lines);
    while (!this.stop.aborted) {
      if (this.spool.hasRoom(body.length)) {
        if (await this.keep(batch, body)) return true;
      } else if (!this.paused) {
        this.paused = true;
        const advice = 'What the log loses by rotation meanwhile is lost and will be counted.';
        this.say('error', `The spool is full (${this.spool.bytes} bytes): reading stops. ${advice}`);
      }
      await follower.watch();
      await this.wait(POLL_MS);
    }
    return false;
  }

  private async keep(batch: Batch, body: Buffer): Promise<boolean> {
    try {
      const { file, start, end, lines } = batch;
      await this.spool.put(body, { fileId: file.id, start, end, lines });
    } catch (error) {
      if (!this.paused) this.say('error', 'The spool cannot be written: reading stops.', { error: String(error) });
      this.paused = true;
      return false;
    }
    if (this.paused) this.say('info', 'The spool has room again: reading goes on.');
    this.paused = false;
    return true;
  }

  private async drainLoop(): Promise<void> {
    while (!this.stop.aborted) {
      const segment = this.spool.oldest();
      if (!segment) {
        await this.wait(POLL_MS);
        continue;
      }
      try {
        const body = await this.spool.read(segment);
        if (!body) await this.readAgain(segment);
        else if (await this.delivery.deliver(body, segment.lines)) await this.spool.remove(segment);
      } catch (error) {
        this.say('error', `The spool cannot be read: ${segment.name}.`, { error: String(error) });
        await this.wait(DISK_PAUSE_MS);
      }
    }
  }

  private async readAgain(segment: Segment): Promise<void> {
    this.counts.damagedSegments += 1;
    const file = this.known.rewind(segment.fileId, segment.start);
    this.say('error', `The spool's ${segment.name} is damaged. Its bytes are read again if the log still has them.`, {
      file: file?.name,
      start: segment.start,
      end: segment.end,
    });
    if (!file) {
      this.counts.lostFiles += 1;
      this.counts.lostBytes += segment.end - segment.start;
    }
    await this.savePositions();
    await this.spool.setAside(segment);
  }

  private async savePositions(): Promise<void> {
    for (;;) {
      try {
        return await this.store.save(this.known.snapshot());
      } catch (error) {
        this.say('error', 'The positions cannot be saved.', { error: String(error) });
        if (this.stop.aborted) return;
        await this.wait(DISK_PAUSE_MS);
      }
    }
  }

  private status() {
    return {
      lagBytes: this.known.unread(),
      spoolBytes: this.spool.bytes,
      spoolSegments: this.spool.count,
      spoolFull: this.paused,
      trouble: this.delivery.trouble,
      ...this.counts,
      upSeconds: Math.round((Date.now() - this.begun) / 1000),
    };
  }

  private async report(): Promise<void> {
    const status = this.status();
    this.say('info', 'status', status);
    if (!this.options.statusFile) return;
    const text = `${JSON.stringify({ time: new Date().toISOString(), ...status })}\n`;
    await writeDurably(this.options.statusFile, Buffer.from(text)).catch((error: unknown) =>
      this.say('warn', 'The status file cannot be written.', { error: String(error) }),
    );
  }

  private async wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stop }).catch(() => undefined);
  }
}

function isBlank(body: Buffer): boolean {
  return body.every((byte) => byte === 10 || byte === 13 || byte === 32 || byte === 9);
}
