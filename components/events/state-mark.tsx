import { Check, Minus } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import type { ValueState } from '@/lib/search/filter-values';

/** The box before a value: empty, ticked (included) or barred (excluded). The words are in the control's name. */
export function StateMark({ state }: { state: ValueState }) {
  return (
    <span
      aria-hidden
      className={classNames(
        'flex size-3.5 shrink-0 items-center justify-center rounded-[3px] border',
        state === 'include' && 'border-accent bg-accent text-accent-ink',
        state === 'exclude' && 'border-muted bg-muted text-surface',
        state === 'neutral' && 'border-line-strong',
      )}
    >
      {state === 'include' ? <Check size={10} strokeWidth={3} /> : null}
      {state === 'exclude' ? <Minus size={10} strokeWidth={3} /> : null}
    </span>
  );
}
