'use client';

import { Ban } from 'lucide-react';
import { StateMark } from '@/components/events/state-mark';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { useAnnounce } from '@/components/ui/announcer';
import { classNames } from '@/components/ui/class-names';
import { formatCount, formatPlural, formatShare } from '@/components/ui/format-number';
import { OutcomeMark } from '@/components/ui/outcome';
import { Value } from '@/components/ui/value';
import { visibleText } from '@/components/ui/visible-text';
import type { EventField } from '@/lib/audit/event-fields';
import { outcomeLabels, outcomes } from '@/lib/audit/outcome';
import type { FacetBucket } from '@/lib/search/event-answers';
import { type ValueState, valueState, withValueState } from '@/lib/search/filter-values';
import { escapeValue } from '@/lib/search/value-pattern';

const stateWords: Record<ValueState, string> = { include: ', included', exclude: ', excluded', neutral: '' };

type RowProps = { field: EventField; bucket: FacetBucket; total: number };

/** A value with its exact count and share: click includes, Alt-click or the button at the end excludes. */
export function FacetValueRow({ field, bucket, total }: RowProps) {
  const { filter, setFilter } = useFilterNavigation();
  const announce = useAnnounce();
  const value = bucket.value === null ? null : escapeValue(bucket.value);
  const state = valueState(filter, field.name, value);
  const words = bucket.value === null ? `missing: ${field.missing}` : visibleText(bucket.value) || 'empty';
  const share = formatShare(bucket.count, total);

  function choose(wanted: 'include' | 'exclude') {
    const next = state === wanted ? 'neutral' : wanted;
    setFilter(withValueState(filter, field.name, value, next));
    announce(`${field.label} ${words}${stateWords[next] || ', no condition'}`, { quiet: true });
  }

  return (
    <li className="group relative flex items-center">
      <button
        type="button"
        aria-label={`${words}, ${formatPlural(bucket.count, 'event')}, ${share}${stateWords[state]}`}
        onClick={(event) => choose(event.altKey ? 'exclude' : 'include')}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.altKey) return;
          event.preventDefault();
          choose('exclude');
        }}
        className={classNames(
          'relative flex h-6 w-full min-w-0 items-center gap-1.5 rounded-md px-1 text-xs hover:bg-hover',
          state !== 'neutral' && 'font-medium',
        )}
      >
        <StateMark state={state} />
        <span className={classNames('flex min-w-0 flex-1 items-center gap-1.5', state === 'exclude' && 'line-through')}>
          <BucketWords field={field} value={bucket.value} />
        </span>
        <span className={classNames('shrink-0', bucket.count === 0 && 'text-faint')}>{formatCount(bucket.count)}</span>
        <span className="w-9 shrink-0 text-right text-xs text-faint group-focus-within:invisible group-hover:invisible">
          {share}
        </span>
        <span aria-hidden className="absolute right-1 bottom-px left-6">
          <span
            className={classNames('block h-0.5 rounded-full', state === 'exclude' ? 'bg-line-strong' : 'bg-accent/55')}
            style={{ width: `${total > 0 ? (bucket.count / total) * 100 : 0}%` }}
          />
        </span>
      </button>
      <button
        type="button"
        aria-label={state === 'exclude' ? `Take back the exclusion of ${words}` : `Exclude ${words}`}
        title={state === 'exclude' ? 'Take back' : 'Exclude (Alt-click)'}
        onClick={() => choose('exclude')}
        className="absolute right-1 flex size-5 items-center justify-center rounded text-muted opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:bg-line hover:text-ink focus-visible:opacity-100"
      >
        <Ban size={12} aria-hidden />
      </button>
    </li>
  );
}

function BucketWords({ field, value }: { field: EventField; value: string | null }) {
  if (value === null) return <Value text={`missing: ${field.missing}`} className="text-muted italic" />;
  if (value === '') return <span className="text-muted italic">empty</span>;
  const outcome = field.name === 'outcome' ? outcomes.find((candidate) => candidate === value) : undefined;
  if (outcome) {
    return (
      <>
        <OutcomeMark outcome={outcome} />
        {outcomeLabels[outcome]}
      </>
    );
  }
  return <Value text={value} />;
}
