/**
 * Measures beside other work, one pass at a time. A pass costs what has been added, so a pause in proportion to the last
 * one bounds the share of the time that measuring takes, however much comes in.
 */
import { updateCoverage } from '@/lib/coverage/update-coverage';

const SHORTEST_PAUSE_MS = 15_000;
/** At most a thirtieth of the time. */
const PAUSE_PER_MS = 30;

export class CoverageJob {
  private running: Promise<void> | null = null;
  private notBefore = 0;

  constructor(private readonly signal: AbortSignal) {}

  runWhenDue(): void {
    if (this.running || this.signal.aborted || performance.now() < this.notBefore) return;
    const begun = performance.now();
    this.running = updateCoverage({ signal: this.signal })
      .then(
        () => undefined,
        (error: unknown) => console.error(`Coverage: ${error instanceof Error ? error.message : error}`),
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
