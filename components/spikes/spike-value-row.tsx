'use client';

import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { expectedWords, ratioWords } from '@/components/spikes/spike-words';
import { classNames } from '@/components/ui/class-names';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Value } from '@/components/ui/value';
import { visibleText } from '@/components/ui/visible-text';
import type { EventField } from '@/lib/audit/event-fields';
import { outcomeLabels, outcomes } from '@/lib/audit/outcome';
import { valueState, withValueState } from '@/lib/search/filter-values';
import { escapeValue } from '@/lib/search/value-pattern';
import type { SpikeValue } from '@/lib/spikes/spike-answers';

type RowProps = {
  field: EventField;
  value: SpikeValue;
  /** Events of the window and of the reference, which the bars are shares of. */
  total: number;
  referenceTotal: number;
};

/** A value with its events and what was expected: click filters for it, Alt-click filters it out. */
export function SpikeValueRow({ field, value, total, referenceTotal }: RowProps) {
  const { filter, setFilter } = useFilterNavigation();
  const pattern = value.value === null ? null : escapeValue(value.value);
  const state = valueState(filter, field.name, pattern);
  const words = wordsOf(field, value.value);
  const ratio = ratioWords(value);
  const expected = value.expected === null ? '' : `, ${expectedWords(value.expected)} expected`;

  function choose(wanted: 'include' | 'exclude') {
    setFilter(withValueState(filter, field.name, pattern, state === wanted ? 'neutral' : wanted));
  }

  return (
    <li>
      <button
        type="button"
        aria-label={`${field.label} ${words}: ${formatPlural(value.count, 'event')}${expected}${ratio ? `, ${ratio}` : ''}${state === 'neutral' ? '' : `, ${state}d`}`}
        title="Filter for it; Alt-click filters it out"
        onClick={(event) => choose(event.altKey ? 'exclude' : 'include')}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.altKey) return;
          event.preventDefault();
          choose('exclude');
        }}
        className={classNames(
          'relative flex h-7 w-full min-w-0 items-center gap-2 rounded-md px-1 pb-1 text-xs hover:bg-hover',
          state !== 'neutral' && 'bg-selected font-medium',
        )}
      >
        <span className={classNames('flex min-w-0 flex-1', state === 'exclude' && 'line-through')}>
          <Value text={words} className={value.value === null ? 'text-muted italic' : ''} />
        </span>
        <span className="w-14 shrink-0 text-right">{formatCount(value.count)}</span>
        <span className="w-14 shrink-0 text-right text-faint">{expectedWords(value.expected)}</span>
        <span className={classNames('w-12 shrink-0 text-right', ratio === 'new' && 'font-medium text-accent')}>
          {ratio}
        </span>
        <ShareBar share={shareOf(value.count, total)} reference={shareOf(value.referenceCount, referenceTotal)} />
      </button>
    </li>
  );
}

/** Its share of the window as a bar, its share of the reference as a tick over it. */
function ShareBar({ share, reference }: { share: number; reference: number }) {
  return (
    <span aria-hidden className="absolute right-1 bottom-px left-1 h-[3px]">
      <span className="absolute bottom-0 left-0 h-0.5 rounded-full bg-accent/60" style={{ width: `${share}%` }} />
      <span className="absolute bottom-0 h-[5px] w-0.5 bg-muted" style={{ left: `calc(${reference}% - 1px)` }} />
    </span>
  );
}

function shareOf(count: number, total: number): number {
  return total === 0 ? 0 : (count / total) * 100;
}

function wordsOf(field: EventField, value: string | null): string {
  if (value === null) return `missing: ${field.missing}`;
  const outcome = field.name === 'outcome' ? outcomes.find((known) => known === value) : undefined;
  return outcome ? outcomeLabels[outcome] : visibleText(value) || 'empty';
}
