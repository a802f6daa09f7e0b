/**
 * Knows at any moment, without asking, why nothing can be stored: no room on the disk, or a database that does not answer.
 * So a request is refused at once and its client keeps the batch, instead of sending a megabyte for nothing.
 */
import { statfs } from 'node:fs/promises';
import type { Pool } from 'pg';
import { IngestRefusal } from './ingest-refusal';

const EVERY_MS = 1000;

export type RoomLimits = {
  directory: string;
  /** Of the disk that must be free, 0 to 100. */
  minFreePercent: number;
  minFreeBytes: number;
};

export class ReceiverWatch {
  private noRoom: string | null = null;
  private noDatabase: string | null = null;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly pool: Pool,
    private readonly limits: RoomLimits,
  ) {}

  async start(): Promise<void> {
    await this.look();
    const again = async () => {
      await this.look();
      if (!this.stopped) this.timer = setTimeout(again, EVERY_MS);
    };
    this.timer = setTimeout(again, EVERY_MS);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** To be told as soon as somebody notices; the watch itself finds out when it is back. */
  databaseLost(): void {
    this.noDatabase ??= 'the database does not answer';
  }

  /** Null while batches can be stored. */
  refusal(): IngestRefusal | null {
    const problem = this.noDatabase ?? this.noRoom;
    return problem === null ? null : new IngestRefusal('unavailable', `Nothing can be stored now: ${problem}.`, 5);
  }

  private async look(): Promise<void> {
    const [room, database] = await Promise.all([this.findRoomProblem(), this.findDatabaseProblem()]);
    this.report(this.noRoom, room);
    this.report(this.noDatabase, database);
    this.noRoom = room;
    this.noDatabase = database;
  }

  private report(before: string | null, now: string | null): void {
    if (before === null && now !== null) console.error(`The receiver refuses events: ${now}.`);
    if (before !== null && now === null) console.error('The receiver takes events again.');
  }

  private async findRoomProblem(): Promise<string | null> {
    const { directory, minFreePercent, minFreeBytes } = this.limits;
    try {
      const { bsize, blocks, bavail } = await statfs(directory);
      const free = bsize * bavail;
      const percent = blocks === 0 ? 100 : (100 * bavail) / blocks;
      if (free >= minFreeBytes && percent >= minFreePercent) return null;
      const gib = (free / 1024 ** 3).toFixed(1);
      return `the disk of ${directory} has ${gib} GiB (${percent.toFixed(0)} %) free, and at least ${minFreePercent} % and ${(minFreeBytes / 1024 ** 3).toFixed(1)} GiB must stay`;
    } catch (error) {
      return `the disk of ${directory} cannot be looked at (${error instanceof Error ? error.message : error})`;
    }
  }

  private async findDatabaseProblem(): Promise<string | null> {
    try {
      await this.pool.query('select 1');
      return null;
    } catch {
      return 'the database does not answer';
    }
  }
}
