'use client';

import { type OutcomeCounts, stackOrder } from '@/components/charts/outcome-series';
import { classNames } from '@/components/ui/class-names';
import { formatCount } from '@/components/ui/format-number';
import { OutcomeMark } from '@/components/ui/outcome';
import { type Outcome, outcomeLabels } from '@/lib/audit/outcome';
import type { ValueState } from '@/lib/search/filter-values';

type LegendProps = {
  counts: OutcomeCounts;
  states?: Partial<Record<Outcome, ValueState>> | undefined;
  /** Click or Enter filters for an outcome, with Alt it excludes it. Without it the legend is plain words. */
  onPick?: ((outcome: Outcome, exclude: boolean) => void) | undefined;
};

const stateWords = { include: ', included', exclude: ', excluded', neutral: '' };

/** The outcomes with their counts in the window, failures first as they stand on the baseline. */
export function OutcomeLegend({ counts, states = {}, onPick }: LegendProps) {
  return (
    <ul className="flex shrink-0 items-center gap-x-1">
      {stackOrder.map((outcome) => {
        const state = states[outcome] ?? 'neutral';
        const words = (
          <>
            <OutcomeMark outcome={outcome} />
            <span className={classNames(state === 'exclude' && 'line-through')}>{outcomeLabels[outcome]}</span>
            <span className="text-faint">{formatCount(counts[outcome])}</span>
          </>
        );
        return (
          <li key={outcome}>
            {onPick ? (
              <button
                type="button"
                title="Click to filter for it, Alt-click to exclude it"
                onClick={(event) => onPick(outcome, event.altKey)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || !event.altKey) return;
                  event.preventDefault();
                  onPick(outcome, true);
                }}
                className={classNames(
                  'flex h-6 items-center gap-1.5 rounded-md px-1.5 text-xs hover:bg-hover',
                  state === 'include' && 'bg-accent-soft',
                )}
              >
                {words}
                <span className="sr-only">{stateWords[state]}</span>
              </button>
            ) : (
              <span className="flex h-6 items-center gap-1.5 px-1.5 text-xs">{words}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
