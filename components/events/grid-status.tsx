'use client';

import { findColumn } from '@/components/events/event-columns';
import type { useEventPages } from '@/components/events/use-event-pages';
import type { ActiveCell } from '@/components/events/use-grid-cursor';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Value } from '@/components/ui/value';

type StatusProps = { pages: ReturnType<typeof useEventPages>; active: ActiveCell | null };

/** The line under the table: how much is loaded, and the whole value of the cell with the cursor. */
export function GridStatus({ pages, active }: StatusProps) {
  const column = active ? findColumn(active.column) : undefined;
  const text = active ? column?.text(active.row) : null;
  return (
    <div className="flex h-7 shrink-0 items-center gap-3 border-t border-line bg-sunken px-3 text-xs text-muted">
      <span className="shrink-0">
        {formatCount(pages.rows.length)} of {formatCount(pages.total)} loaded
      </span>
      {pages.failed ? (
        <span role="status" className="flex items-center gap-2 text-danger">
          More events could not be read
          <Button size="sm" onClick={pages.loadMore}>
            Try again
          </Button>
        </span>
      ) : null}
      {column && text ? (
        <span className="flex min-w-0 flex-1 gap-2">
          <span className="shrink-0 text-faint">{column.label}</span>
          <Value text={text} mono />
        </span>
      ) : (
        <span className="flex-1" />
      )}
      <span className="hidden shrink-0 text-faint 2xl:inline">
        Enter opens · f filters for · F filters out · c copies
      </span>
    </div>
  );
}
