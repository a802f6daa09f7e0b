import { classNames } from '@/components/ui/class-names';
import { type Outcome, outcomeLabels } from '@/lib/audit/outcome';

/** The fill of each outcome in charts and marks, as a CSS colour. */
export const outcomeFill: Record<Outcome, string> = {
  ok: 'var(--ok)',
  clientError: 'var(--client-error)',
  denied: 'var(--denied)',
  serverError: 'var(--server-error)',
  noResponse: 'var(--no-response)',
};

const inkClass: Record<Outcome, string> = {
  ok: 'text-ok-ink',
  clientError: 'text-client-error-ink',
  denied: 'text-denied-ink',
  serverError: 'text-server-error-ink',
  noResponse: 'text-no-response-ink',
};

/** The small square that stands for an outcome. Never alone: its words stand beside it. */
export function OutcomeMark({ outcome, className }: { outcome: Outcome; className?: string }) {
  return (
    <span
      aria-hidden
      style={{ background: outcomeFill[outcome] }}
      className={classNames('inline-block size-2 shrink-0 rounded-[2px]', className)}
    />
  );
}

/** Mark and words: "403 denied", "ok", "no response yet". */
export function OutcomeText({ outcome, code }: { outcome: Outcome; code?: number | null }) {
  const label = outcomeLabels[outcome];
  const words =
    code === null || code === undefined ? label : outcome === 'ok' ? String(code) : `${code} ${wordFor(outcome)}`;
  return (
    <span className={classNames('inline-flex items-center gap-1.5 whitespace-nowrap', inkClass[outcome])}>
      <OutcomeMark outcome={outcome} />
      {words}
    </span>
  );
}

function wordFor(outcome: Outcome): string {
  if (outcome === 'denied') return 'denied';
  return outcome === 'noResponse' ? '' : 'failed';
}
