/** Work that the worker does again and again beside imports: one run at a time, with a pause after each. */
export class RepeatedJob {
  private running: Promise<void> | null = null;
  private notBefore = 0;

  constructor(
    private readonly name: string,
    private readonly pauseMs: number,
    private readonly signal: AbortSignal,
    private readonly work: () => Promise<void>,
  ) {}

  runWhenDue(): void {
    if (this.running || this.signal.aborted || performance.now() < this.notBefore) return;
    this.running = this.work()
      .catch((error: unknown) => console.error(`${this.name}: ${error instanceof Error ? error.message : error}`))
      .finally(() => {
        this.notBefore = performance.now() + this.pauseMs;
        this.running = null;
      });
  }

  /** After the signal: until the run at hand has ended. */
  async settle(): Promise<void> {
    await this.running;
  }
}
