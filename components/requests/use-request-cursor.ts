'use client';

import { type KeyboardEvent, useState } from 'react';
import { cellTarget, withTarget } from '@/components/events/cell-condition';
import { findColumn } from '@/components/events/event-columns';
import { useEventSteps } from '@/components/events/event-steps';
import { type GridCursor, moveInGrid } from '@/components/events/grid-cursor';
import { eventColumnOf, type RequestColumnId, requestColumnLabel } from '@/components/requests/request-columns';
import { lastStage } from '@/components/requests/request-words';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { useAnnounce } from '@/components/ui/announcer';
import { copyText } from '@/components/ui/copy-text';
import type { AuditRequest } from '@/lib/requests/request-answers';

const PAGE_ROWS = 15;

export function requestCellId({ row, column }: GridCursor): string {
  return `request-cell-${row}-${column}`;
}

/** The cursor of the list of requests: the keys of the event table, on the last event of each request. */
export function useRequestCursor(requests: readonly AuditRequest[], columns: readonly RequestColumnId[]) {
  const { openId, open, step } = useEventSteps();
  const { filter, setFilter } = useFilterNavigation();
  const announce = useAnnounce();
  const [chosen, setCursor] = useState<GridCursor | null>(null);
  const cursor =
    chosen && requests.length > 0
      ? { row: Math.min(chosen.row, requests.length - 1), column: Math.min(chosen.column, columns.length - 1) }
      : null;
  const request = cursor ? requests[cursor.row] : undefined;
  const column = cursor ? columns[cursor.column] : undefined;
  const last = request ? lastStage(request) : undefined;

  function moveTo(next: GridCursor) {
    setCursor(next);
    document.getElementById(requestCellId(next))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const target = requests[next.row]?.id;
    if (openId !== null && target !== undefined && target !== request?.id) step(target);
  }

  function filterBy(side: 'include' | 'exclude') {
    if (!last || !column) return;
    const label = requestColumnLabel(column);
    const of = eventColumnOf(column);
    const target = of === null ? null : cellTarget(last, of);
    if (!target) return announce(`Requests are not filtered by ${label}`);
    announce(`Filtering ${side === 'include' ? 'for' : 'out'} this ${label}`, { quiet: true });
    setFilter(withTarget(filter, target, side));
  }

  async function copy() {
    const of = column ? eventColumnOf(column) : null;
    const text = last && of !== null ? (findColumn(of)?.text(last) ?? '') : '';
    announce((await copyText(text)) ? 'Copied' : 'The browser did not allow copying');
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    // The buttons within have keys of their own.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const from = cursor ?? { row: -1, column: 0 };
    const size = { rows: requests.length, columns: columns.length, pageRows: PAGE_ROWS };
    const next = moveInGrid(from, event.key, size);
    if (next) moveTo(next);
    else if (event.key === 'Enter' && request) open(request.id);
    else if (event.key === 'f') filterBy('include');
    else if (event.key === 'F') filterBy('exclude');
    else if (event.key === 'c') void copy();
    else return;
    event.preventDefault();
  }

  return {
    cursor,
    activeId: cursor ? requestCellId(cursor) : undefined,
    onKeyDown,
    onFocus: () => setCursor((before) => before ?? { row: 0, column: 0 }),
  };
}
