/** A verification in one sentence, for the panel and for screen readers. */
import { formatCount } from '@/components/ui/format-number';
import type { Verification } from '@/lib/verify/evidence-answers';
import type { Finding } from '@/lib/verify/verify-report';

export function describeVerification({ state, report, error, blocksChecked, blocksTotal }: Verification): string {
  switch (state) {
    case 'queued':
      return 'Waits for the worker.';
    case 'running':
      return blocksTotal === 0
        ? 'Begins.'
        : `${formatCount(blocksChecked)} of ${formatCount(blocksTotal)} blocks compared.`;
    case 'cancelled':
      return 'Was cancelled.';
    case 'failed':
      return `Could not be ended: ${error ?? 'the reason is not known'}`;
    case 'done':
      if (report === null) return 'Is done.';
      return report.ok
        ? `Everything is as it was written: ${formatCount(report.events)} events compared.`
        : `${formatCount(report.findingCount)} ${report.findingCount === 1 ? 'finding' : 'findings'} in ${formatCount(report.events)} events.`;
  }
}

/** Where a finding is. */
export function placeOf({ cluster, block, event }: Finding): string {
  const words = [cluster, block === null ? null : `block ${block}`, event === null ? null : `event ${event}`];
  return words.filter((word) => word !== null).join(', ') || 'database';
}
