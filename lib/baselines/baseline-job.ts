/**
 * Learns beside other work, one pass at a time; a pause in proportion to the last pass bounds the share of the time that
 * learning takes, however much comes in. Coverage is measured first: what is not covered is not learned.
 */
import { updateBaselines } from '@/lib/baselines/update-baselines';

const SHORTEST_PAUSE_MS = 20_000;
const PAUSE_PER_MS = 3;
/** Events may come so late and still be in time. */
const LATENESS_MS = 60_000;

export class BaselineJob {
  private running: Promise<void> | null = null;
  private notBefore = performance.now() + SHORTEST_PAUSE_MS;

  constructor(private readonly signal: AbortSignal) {}

  runWhenDue(): void {
    if (this.running || this.signal.aborted || performance.now() < this.notBefore) return;
    const begun = performance.now();
    this.running = updateBaselines({ signal: this.signal, now: (Date.now() - LATENESS_MS) * 1000 })
      .then(
        () => undefined,
        (error: unknown) => console.error(`Baselines: ${error instanceof Error ? error.message : error}`),
      )
      .finally(() => {
        const end = performance.now();
        this.notBefore = end + Math.max(SHORTEST_PAUSE_MS, PAUSE_PER_MS * (end - begun));
        this.running = null;
      });
  }

  /** After the signal: until the step at hand has ended. */
  async settle(): Promise<void> {
    await this.running;
  }
}
