import { severityGlyphs } from '@/components/deviations/deviation-words';
import { classNames } from '@/components/ui/class-names';
import type { Severity } from '@/lib/baselines/deviation-answers';

const inks: Record<Severity, string> = {
  low: 'text-muted',
  medium: 'text-client-error-ink',
  high: 'text-server-error-ink',
  critical: 'text-server-error-ink font-semibold',
};

/** How bad it would be if it were bad: a shape and its word. */
export function SeverityMark({ severity }: { severity: Severity }) {
  return (
    <span className={classNames('inline-flex items-center gap-1.5 whitespace-nowrap text-xs', inks[severity])}>
      <span aria-hidden>{severityGlyphs[severity]}</span>
      {severity}
    </span>
  );
}
