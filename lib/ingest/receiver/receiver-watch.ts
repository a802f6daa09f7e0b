/**
 * Knows at any moment, without asking, why nothing can be stored: no room on the disk, or a database that does not answer.
 * So a request is refused at once and its client keeps the batch, instead of sending a megabyte for nothing.
 */
import type { Pool } from 'pg';
import { lookAtDisk, lookForRoom, type RoomLimits } from '@/lib/ingest/disk-room';
import { IngestRefusal } from './ingest-refusal';

const EVERY_MS = 1000;

/** A second look at a full disk asks the database, which costs something. */
const FULL_EVERY_MS = 30_000;

export class ReceiverWatch {
  private noRoom: string | null = null;
  private noDatabase: string | null = null;
  private roomInside = false;
  private askAgainAt = 0;
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
    const { problem, missingBytes } = await lookAtDisk(this.limits);
    if (missingBytes === 0) return problem;
    if (Date.now() < this.askAgainAt) return this.roomInside ? null : problem;
    // Where retention has made room inside of the database, a full disk is no reason to refuse.
    this.askAgainAt = Date.now() + FULL_EVERY_MS;
    const room = await lookForRoom(this.pool, this.limits).catch(() => ({ problem }));
    this.roomInside = room.problem === null;
    return room.problem;
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
