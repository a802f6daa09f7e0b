/**
 * Remembers which content each auditID and stage had lately, to notice another content under the same: clients choose
 * auditIDs (the Audit-ID header), and a reused one is an attempt to make an event pass for another, an aggregated API
 * server, or an event that was truncated on one way and not on the other. Both events are kept in any case. The memory is
 * short on purpose; the detail of an event asks the index over all time.
 */
const REMEMBERED = 100_000;

export class SeenAuditIDs {
  private recent = new Map<string, string>();
  private older = new Map<string, string>();

  /** True where another event with the same auditID and stage was seen. */
  add(auditKey: string, stage: string, contentHash: string): boolean {
    const key = `${auditKey}${stage}`;
    const known = this.recent.get(key) ?? this.older.get(key);
    if (known !== undefined) return known !== contentHash;
    this.recent.set(key, contentHash);
    if (this.recent.size >= REMEMBERED) {
      this.older = this.recent;
      this.recent = new Map();
    }
    return false;
  }
}
