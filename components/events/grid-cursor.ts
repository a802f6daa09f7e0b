/** The cell of the event table that has the cursor, and how keys move it. */
export type GridCursor = { row: number; column: number };

type Size = { rows: number; columns: number; pageRows: number };

/** The cell after a key; null where the key does not move. */
export function moveInGrid({ row, column }: GridCursor, key: string, size: Size): GridCursor | null {
  const lastRow = Math.max(0, size.rows - 1);
  const lastColumn = Math.max(0, size.columns - 1);
  const at = (nextRow: number, nextColumn: number): GridCursor => ({
    row: Math.min(Math.max(nextRow, 0), lastRow),
    column: Math.min(Math.max(nextColumn, 0), lastColumn),
  });
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return at(row + 1, column);
    case 'k':
    case 'ArrowUp':
      return at(row - 1, column);
    case 'ArrowRight':
      return at(row, column + 1);
    case 'ArrowLeft':
      return at(row, column - 1);
    case 'PageDown':
      return at(row + size.pageRows, column);
    case 'PageUp':
      return at(row - size.pageRows, column);
    case 'Home':
      return at(row, 0);
    case 'End':
      return at(row, lastColumn);
    default:
      return null;
  }
}
