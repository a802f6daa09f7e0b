/** Looks every minute for what retention has to drop, beside other work and one look at a time. */
import { getPool } from '@/lib/db/pool';
import { lookForRoomHere } from '@/lib/ingest/disk-room';
import { runRetention } from './run-retention';

const PAUSE_MS = 60_000;

export class RetentionJob {
  private running: Promise<void> | null = null;
  private notBefore = 0;

  constructor(private readonly signal: AbortSignal) {}

  runWhenDue(): void {
    if (this.running || this.signal.aborted || performance.now() < this.notBefore) return;
    this.running = this.run()
      .catch((error: unknown) => console.error(`Retention: ${error instanceof Error ? error.message : error}`))
      .finally(() => {
        this.notBefore = performance.now() + PAUSE_MS;
        this.running = null;
      });
  }

  /** After the signal: until the step at hand has ended. */
  async settle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    const { missingBytes } = await lookForRoomHere();
    const dropped = await runRetention({ signal: this.signal, missingBytes });
    for (const { cluster, blocks, events, reason } of dropped) {
      console.log(`Retention dropped ${events} events in ${blocks} blocks of cluster ${cluster}: ${reason}.`);
    }
    if (missingBytes > 0 && dropped.length > 0) await makeReusable();
  }
}

/** What was dropped for want of room is to be used again at once, not when PostgreSQL comes round to it. */
async function makeReusable(): Promise<void> {
  const client = await getPool().connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query('vacuum evidence_block, event, event_count_hour, event_count_day');
  } finally {
    client.release(true);
  }
}
