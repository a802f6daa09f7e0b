/** Findings of a verification: all are counted, the first ones are kept, first in the order of the log and not of the clock. */
import type { Finding } from '@/lib/verify/verify-report';

const KEPT = 100;

export class Findings {
  private kept: Finding[] = [];
  private readonly counts = new Map<string, number>();
  private total = 0;

  add(finding: Finding): void {
    this.total++;
    this.counts.set(finding.kind, (this.counts.get(finding.kind) ?? 0) + 1);
    this.kept.push(finding);
    if (this.kept.length > 4 * KEPT) this.kept = this.list();
  }

  get count(): number {
    return this.total;
  }

  byKind(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  list(): Finding[] {
    return this.kept.toSorted(inOrder).slice(0, KEPT);
  }
}

/** What has no block comes after what has one; the whole block before its events. */
function inOrder(a: Finding, b: Finding): number {
  const cluster = (a.cluster ?? '\uffff').localeCompare(b.cluster ?? '\uffff');
  return (
    cluster ||
    (a.block ?? Number.MAX_SAFE_INTEGER) - (b.block ?? Number.MAX_SAFE_INTEGER) ||
    (a.event ?? -1) - (b.event ?? -1)
  );
}
