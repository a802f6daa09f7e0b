'use client';

import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useMemo } from 'react';
import { EventCell } from '@/components/events/event-cell';
import { type ColumnId, findColumn } from '@/components/events/event-columns';
import { EventGridRow } from '@/components/events/event-grid-row';
import { useEventSteps } from '@/components/events/event-steps';
import { GridStatus } from '@/components/events/grid-status';
import type { useEventPages } from '@/components/events/use-event-pages';
import { useGridCursor } from '@/components/events/use-grid-cursor';
import { useShownZone } from '@/components/ui/use-shown-zone';
import type { EventRow } from '@/lib/search/event-answers';

const ROW_HEIGHT = 28;
/** Rows before the end at which the next page is asked for. */
const AHEAD_ROWS = 60;

const features = tableFeatures({});
const helper = createColumnHelper<typeof features, EventRow>();

type GridProps = {
  pages: ReturnType<typeof useEventPages>;
  columns: ColumnId[];
  scroller: RefObject<HTMLDivElement | null>;
  /** Whether somebody reads: has scrolled, or has the cursor in the table. */
  onReading: (reading: boolean) => void;
};

/**
 * A virtualised grid: only the rows in sight are in the document, aria-rowcount and aria-rowindex tell the whole. The
 * grid itself keeps the focus, aria-activedescendant is the cell of the cursor, so that a row leaving the document takes
 * no focus with it.
 */
export function EventGrid({ pages, columns, scroller, onReading }: GridProps) {
  const { rows, total, more, failed, loadMore } = pages;
  const { openId, open } = useEventSteps();
  const [zone] = useShownZone();

  const defs = useMemo(
    () =>
      helper.columns(
        columns.map((id) =>
          helper.display({
            id,
            header: findColumn(id)?.label ?? id,
            cell: ({ row }) => <EventCell row={row.original} column={id} />,
          }),
        ),
      ),
    [columns],
  );
  const table = useTable({ features, columns: defs, data: rows, getRowId: (row) => row.id });
  const model = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollPaddingStart: ROW_HEIGHT,
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const grid = useGridCursor({
    rows,
    columns,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    pageRows: () => Math.floor((scroller.current?.clientHeight ?? 300) / ROW_HEIGHT) - 2,
  });

  useEffect(() => {
    if (more && !failed && lastShown >= rows.length - AHEAD_ROWS) loadMore();
  }, [more, failed, lastShown, rows.length, loadMore]);

  // A link to the surroundings of an event has it open: the list then begins there, and does not move by itself again.
  const { query } = pages;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each search
  useEffect(() => {
    const index = rows.findIndex((row) => row.id === openId);
    if (index > 0) virtualizer.scrollToIndex(index, { align: 'center' });
  }, [query]);

  const template = columns.map((id) => findColumn(id)?.width ?? '1fr').join(' ');
  const minWidth = columns.reduce((sum, id) => sum + Number(/\d+/.exec(findColumn(id)?.width ?? '')?.[0] ?? 100), 24);

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtualised grid cannot be a table element */}
      <div
        ref={scroller}
        role="grid"
        aria-label="Events"
        aria-rowcount={total + 1}
        aria-colcount={columns.length}
        aria-activedescendant={grid.activeId}
        tabIndex={0}
        onKeyDown={grid.onKeyDown}
        onFocus={() => {
          grid.onFocus();
          onReading(true);
        }}
        onBlur={(event) => onReading(event.currentTarget.scrollTop > 0)}
        onScroll={({ currentTarget }) =>
          onReading(currentTarget.scrollTop > 0 || document.activeElement === currentTarget)
        }
        className="group/grid relative min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
        <div role="rowgroup" className="sticky top-0 z-10" style={{ minWidth }}>
          {table.getHeaderGroups().map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: see the grid
            // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
            <div
              key={group.id}
              role="row"
              aria-rowindex={1}
              className="grid h-7 border-y border-line bg-sunken px-3"
              style={{ gridTemplateColumns: template }}
            >
              {group.headers.map((header, index) => (
                // biome-ignore lint/a11y/useSemanticElements: see the grid
                // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
                <div
                  key={header.id}
                  role="columnheader"
                  aria-colindex={index + 1}
                  className="flex items-center truncate pr-3 text-xs font-medium text-muted"
                >
                  <table.FlexRender header={header} />
                  {header.id === 'at' ? (
                    <span className="ml-1 text-faint">({zone === 'utc' ? 'UTC' : 'local'})</span>
                  ) : null}
                </div>
              ))}
            </div>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize(), minWidth }}>
          {items.map((item) => {
            const row = model[item.index];
            if (!row) return null;
            return (
              <EventGridRow
                key={row.id}
                table={table}
                row={row}
                index={item.index}
                top={item.start}
                template={template}
                isOpen={row.id === openId}
                activeColumn={grid.cursor?.row === item.index ? grid.cursor.column : null}
                onOpen={(column) => {
                  grid.setCursor({ row: item.index, column });
                  open(row.id);
                }}
              />
            );
          })}
        </div>
      </div>
      <GridStatus pages={pages} active={grid.active} />
    </>
  );
}
