'use client';

import type { ReactTable, Row, TableFeatures } from '@tanstack/react-table';
import { classNames } from '@/components/ui/class-names';
import type { EventRow } from '@/lib/search/event-answers';

type RowProps<Features extends TableFeatures> = {
  table: ReactTable<Features, EventRow>;
  row: Row<Features, EventRow>;
  index: number;
  top: number;
  template: string;
  isOpen: boolean;
  /** The column of the cursor where it is in this row. */
  activeColumn: number | null;
  onOpen: (column: number) => void;
};

export function cellId(row: number, column: number): string {
  return `event-cell-${row}-${column}`;
}

/** One event; a click opens it, unless the click was the end of selecting text. */
export function EventGridRow<Features extends TableFeatures>(props: RowProps<Features>) {
  const { table, row, index, top, template, isOpen, activeColumn, onOpen } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtualised grid cannot be a table element
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      className={classNames(
        'absolute inset-x-0 grid h-7 cursor-default border-b border-line/50 px-3 hover:bg-hover',
        isOpen && 'bg-selected',
        activeColumn !== null && !isOpen && 'group-focus/grid:bg-hover',
      )}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: template }}
    >
      {row.getAllCells().map((cell, column) => (
        // biome-ignore lint/a11y/useSemanticElements: see the row
        // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
        // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles Enter
        <div
          key={cell.id}
          id={cellId(index, column)}
          role="gridcell"
          aria-colindex={column + 1}
          onClick={() => {
            if (window.getSelection()?.isCollapsed !== false) onOpen(column);
          }}
          className={classNames(
            'flex min-w-0 items-center overflow-x-clip pr-3',
            column === activeColumn &&
              'rounded-sm group-focus/grid:outline-2 group-focus/grid:-outline-offset-2 group-focus/grid:outline-focus',
          )}
        >
          <table.FlexRender cell={cell} />
        </div>
      ))}
    </div>
  );
}
