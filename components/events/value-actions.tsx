'use client';

import { Filter, FilterX, GalleryVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { type ValueTarget, withTarget } from '@/components/events/cell-condition';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { IconButton } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import type { EventFilter } from '@/lib/search/filter-state';

type ActionsProps = {
  label: string;
  copy: string | null;
  target: ValueTarget | null;
  /** The filter of the events around the shown one that have this value too, where that makes sense. */
  around?: EventFilter | null;
  /** What else can be done here. */
  children?: ReactNode;
};

/** Copy, filter for, filter out, and what surrounds it; only what makes sense for the value. Seen on hover and focus. */
export function ValueActions({ label, copy, target, around = null, children }: ActionsProps) {
  const { filter, setFilter } = useFilterNavigation();
  const included = target && withTarget(filter, target, 'include');
  const excluded = target && withTarget(filter, target, 'exclude');
  return (
    <span className="flex shrink-0 opacity-0 group-focus-within/value:opacity-100 group-hover/value:opacity-100">
      {included ? (
        <IconButton size="sm" label={`Filter for this ${label}`} onClick={() => setFilter(included)}>
          <Filter size={12} aria-hidden />
        </IconButton>
      ) : null}
      {excluded ? (
        <IconButton size="sm" label={`Filter out this ${label}`} onClick={() => setFilter(excluded)}>
          <FilterX size={12} aria-hidden />
        </IconButton>
      ) : null}
      {around ? (
        <IconButton size="sm" label={`Surrounding events with this ${label}`} onClick={() => setFilter(around)}>
          <GalleryVertical size={12} aria-hidden />
        </IconButton>
      ) : null}
      {children}
      {copy === null ? null : <CopyButton text={copy} label={`Copy ${label}`} />}
    </span>
  );
}
