/**
 * Commits things in the order in which they were added, each when it is prepared. What got ready while a commit was under
 * way goes into the next one together: the busier the server, the fewer transactions it is asked for.
 */

type Entry<T> = {
  prepared: Promise<T>;
  /** Once it is prepared. */
  value?: { it: T };
  resolve(): void;
  reject(error: unknown): void;
};

export class CommitQueue<T> {
  private waiting: Entry<T>[] = [];
  private running = false;
  private failure: { error: unknown } | null = null;

  /** `commit` gets at most `most` things at a time. */
  constructor(
    private readonly most: number,
    private readonly commit: (group: readonly T[]) => Promise<void>,
  ) {}

  /** Answers when it is committed. After a failure nothing is committed any more: there would be a gap. */
  add(prepared: Promise<T>): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry: Entry<T> = { prepared, resolve, reject };
      prepared.then(
        (it) => {
          entry.value = { it };
        },
        () => undefined,
      );
      this.waiting.push(entry);
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let first = this.waiting[0]; first; first = this.waiting[0]) {
      let group: Entry<T>[] = [];
      try {
        if (this.failure) throw this.failure.error;
        await first.prepared;
        group = this.takeReady();
        await this.commit(group.map(({ value }) => (value as { it: T }).it));
        for (const { resolve } of group) resolve();
      } catch (error) {
        this.failure ??= { error };
        for (const { reject } of [...group, ...this.waiting.splice(0)]) reject(error);
      }
    }
    this.running = false;
  }

  private takeReady(): Entry<T>[] {
    let n = 0;
    while (n < this.most && this.waiting[n]?.value) n++;
    return this.waiting.splice(0, n);
  }
}
