import { classNames } from '@/components/ui/class-names';
import type { CaseSummary } from '@/lib/cases/case-answers';

/** Open or closed, as a word in a frame: no colour has to be read. */
export function CaseStatus({ status }: { status: CaseSummary['status'] }) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 shrink-0 items-center rounded-full border px-2 text-xs font-medium',
        status === 'open' ? 'border-accent/50 bg-accent-soft text-ink' : 'border-line-strong text-muted',
      )}
    >
      {status}
    </span>
  );
}
