'use client';

import { type KeyboardEvent, useEffect, useState } from 'react';
import { cellTarget, withTarget } from '@/components/events/cell-condition';
import { type ColumnId, findColumn } from '@/components/events/event-columns';
import { cellId } from '@/components/events/event-grid-row';
import { useEventSteps } from '@/components/events/event-steps';
import { type GridCursor, moveInGrid } from '@/components/events/grid-cursor';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { useAnnounce } from '@/components/ui/announcer';
import { copyText } from '@/components/ui/copy-text';
import type { EventRow } from '@/lib/search/event-answers';

type Options = {
  rows: readonly EventRow[];
  columns: ColumnId[];
  scrollTo: (row: number) => void;
  pageRows: () => number;
};

export type ActiveCell = { row: EventRow; column: ColumnId };

/** The cursor of the event table and its keys: moving, opening, filtering for and out, copying. */
export function useGridCursor({ rows, columns, scrollTo, pageRows }: Options) {
  const { openId, open, step, setNeighbours } = useEventSteps();
  const { filter, setFilter } = useFilterNavigation();
  const announce = useAnnounce();
  const [chosen, setCursor] = useState<GridCursor | null>(null);
  const cursor =
    chosen && rows.length > 0
      ? { row: Math.min(chosen.row, rows.length - 1), column: Math.min(chosen.column, columns.length - 1) }
      : null;
  const row = cursor ? rows[cursor.row] : undefined;
  const column = cursor ? columns[cursor.column] : undefined;
  const active: ActiveCell | null = row && column ? { row, column } : null;

  useEffect(() => {
    const index = openId === null ? -1 : rows.findIndex((candidate) => candidate.id === openId);
    setNeighbours({
      previous: index > 0 ? (rows[index - 1]?.id ?? null) : null,
      next: index >= 0 ? (rows[index + 1]?.id ?? null) : null,
    });
    if (index >= 0) setCursor((before) => ({ row: index, column: before?.column ?? 0 }));
  }, [openId, rows, setNeighbours]);

  function moveTo(next: GridCursor) {
    setCursor(next);
    scrollTo(next.row);
    const target = rows[next.row];
    if (openId !== null && target && target.id !== openId) step(target.id);
  }

  function filterBy(side: 'include' | 'exclude') {
    if (!active) return;
    const target = cellTarget(active.row, active.column);
    const next = target && withTarget(filter, target, side);
    const label = findColumn(active.column)?.label ?? active.column;
    if (!next) {
      announce(`${label} is filtered by the time range`);
      return;
    }
    announce(`Filtering ${side === 'include' ? 'for' : 'out'} this ${label}`, { quiet: true });
    setFilter(next);
  }

  async function copy() {
    const text = active ? (findColumn(active.column)?.text(active.row) ?? '') : '';
    announce((await copyText(text)) ? 'Copied' : 'The browser did not allow copying');
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = cursor ?? { row: -1, column: 0 };
    const next = moveInGrid(from, event.key, { rows: rows.length, columns: columns.length, pageRows: pageRows() });
    if (next) moveTo(next);
    else if (event.key === 'Enter' && active) open(active.row.id);
    else if (event.key === 'f') filterBy('include');
    else if (event.key === 'F') filterBy('exclude');
    else if (event.key === 'c') void copy();
    else return;
    event.preventDefault();
  }

  // From anywhere on the page, j and k go to the table.
  function enterGrid() {
    document.querySelector<HTMLElement>('[role="grid"]')?.focus();
    moveTo(cursor ?? { row: 0, column: 0 });
  }
  useShortcuts({ j: enterGrid, k: enterGrid });

  return {
    cursor,
    active,
    activeId: cursor ? cellId(cursor.row, cursor.column) : undefined,
    setCursor,
    onKeyDown,
    onFocus: () => setCursor((before) => before ?? { row: 0, column: 0 }),
  };
}
