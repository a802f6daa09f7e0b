/**
 * What the keyboard does on a chart of bars: arrows read bar by bar, Shift with arrows selects, Enter zooms to the
 * selection, Esc clears it. `cursor` is the bar that is read, `anchor` the other end of the selection.
 */
export type ChartCursor = { cursor: number | null; anchor: number | null };

export const noCursor: ChartCursor = { cursor: null, anchor: null };

/** First and last bar of the selection, both included, or null where nothing is selected. */
export function selectedBars({ cursor, anchor }: ChartCursor): [number, number] | null {
  if (cursor === null || anchor === null) return null;
  return [Math.min(cursor, anchor), Math.max(cursor, anchor)];
}

type Key = { key: string; shiftKey: boolean };

/** The state after a key on a chart of `count` bars; null where the key means nothing here. */
export function moveCursor(state: ChartCursor, { key, shiftKey }: Key, count: number): ChartCursor | null {
  if (count === 0) return null;
  const at = state.cursor;
  const target = targetOf(key, at, count);
  if (target !== null) {
    if (!shiftKey) return { cursor: target, anchor: null };
    return { cursor: target, anchor: state.anchor ?? at ?? target };
  }
  if (key === 'Escape' && (state.anchor !== null || at !== null)) {
    return state.anchor === null ? noCursor : { cursor: at, anchor: null };
  }
  return null;
}

const PAGE = 10;

function targetOf(key: string, at: number | null, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowRight':
      return at === null ? 0 : Math.min(at + 1, last);
    case 'ArrowLeft':
      return at === null ? last : Math.max(at - 1, 0);
    case 'PageDown':
      return at === null ? 0 : Math.min(at + PAGE, last);
    case 'PageUp':
      return at === null ? last : Math.max(at - PAGE, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
