'use client';

import {
  type Condition,
  conditionsOf,
  relationWords,
  rowRelation,
  shownPattern,
  withConditionTurned,
  withoutCondition,
} from '@/components/events/filter-conditions';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Notice } from '@/components/ui/notice';
import { Value } from '@/components/ui/value';
import { visibleText } from '@/components/ui/visible-text';
import { emptyFilter } from '@/lib/search/filter-state';

/** All conditions as chips: the words turn one round, × takes it away. The query bar has the same as text. */
export function ConditionBar() {
  const { filter, problems, setFilter } = useFilterNavigation();
  const conditions = conditionsOf(filter);
  return (
    <>
      {conditions.length === 0 ? null : (
        <ul aria-label="Conditions" className="flex min-h-6 w-full flex-wrap items-center gap-1.5">
          {conditions.map((condition) => (
            <li key={`${condition.words} ${condition.value}`} className="flex min-w-0">
              <ConditionChip
                condition={condition}
                onTurn={() => setFilter(withConditionTurned(filter, condition))}
                onRemove={() => setFilter(withoutCondition(filter, condition))}
              />
            </li>
          ))}
          {conditions.length > 1 ? (
            <li>
              <Button size="sm" variant="ghost" onClick={() => setFilter({ ...emptyFilter, time: filter.time })}>
                Clear all
              </Button>
            </li>
          ) : null}
        </ul>
      )}
      {problems.map((problem) => (
        <Notice key={`${problem.parameter} ${problem.message}`} className="w-full">
          {problem.parameter}: {problem.message}. It was left out.
        </Notice>
      ))}
    </>
  );
}

type ConditionChipProps = { condition: Condition; onTurn: () => void; onRemove: () => void };

function ConditionChip({ condition, onTurn, onRemove }: ConditionChipProps) {
  const exclude = condition.kind === 'value' && condition.exclude;
  const relation = relationOf(condition);
  return (
    <Chip
      tone={exclude ? 'exclude' : 'include'}
      onRemove={onRemove}
      removeLabel={`Remove ${visibleText(condition.words)}`}
      onToggle={onTurn}
      toggleLabel={`${visibleText(condition.words)}: turn into ${turnedWords(condition)}`}
    >
      <span className="whitespace-nowrap text-muted">
        {condition.label} {relation}
      </span>
      {condition.value === null ? null : <Value text={shownValue(condition)} className="font-medium" />}
    </Chip>
  );
}

/** What a click on the chip makes of it. */
function turnedWords(condition: Condition): string {
  if (condition.kind === 'value') return condition.exclude ? 'include' : 'exclude';
  return condition.kind === 'row' ? 'exclude' : 'its opposite';
}

function relationOf(condition: Condition): string {
  if (condition.kind === 'value') return relationWords(condition.value, condition.exclude);
  return condition.kind === 'row' ? rowRelation(condition.field) : '';
}

function shownValue({ kind, value }: Condition): string {
  return kind === 'expression' ? value : shownPattern(value ?? '');
}
