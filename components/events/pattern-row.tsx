'use client';

import { X } from 'lucide-react';
import { shownPattern } from '@/components/events/filter-conditions';
import { StateMark } from '@/components/events/state-mark';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { classNames } from '@/components/ui/class-names';
import { Value } from '@/components/ui/value';
import { visibleText } from '@/components/ui/visible-text';
import type { EventField } from '@/lib/audit/event-fields';
import { withValueState } from '@/lib/search/filter-values';

/** A condition that is no listed value; a click takes it away. */
export function PatternRow({ field, value, exclude }: { field: EventField; value: string; exclude: boolean }) {
  const { filter, setFilter } = useFilterNavigation();
  return (
    <li>
      <button
        type="button"
        aria-label={`${visibleText(shownPattern(value))}, ${exclude ? 'excluded' : 'included'}: remove`}
        onClick={() => setFilter(withValueState(filter, field.name, value, 'neutral'))}
        className="flex h-6 w-full items-center gap-1.5 rounded-md px-1 text-xs hover:bg-hover"
      >
        <StateMark state={exclude ? 'exclude' : 'include'} />
        <Value text={shownPattern(value)} className={classNames('flex-1 font-mono', exclude && 'line-through')} />
        <X size={12} aria-hidden className="text-faint" />
      </button>
    </li>
  );
}
