import { expect, test } from 'vitest';
import { type ChartCursor, moveCursor, noCursor, selectedBars } from '@/components/charts/chart-cursor';

function press(keys: string[], count = 5, from: ChartCursor = noCursor): ChartCursor {
  return keys.reduce((state, name) => {
    const shiftKey = name.startsWith('Shift+');
    return moveCursor(state, { key: name.replace('Shift+', ''), shiftKey }, count) ?? state;
  }, from);
}

test('arrows read bar by bar and stop at the ends', () => {
  expect(press(['ArrowRight']).cursor).toBe(0);
  expect(press(['ArrowLeft']).cursor).toBe(4);
  expect(press(['ArrowRight', 'ArrowRight', 'ArrowRight']).cursor).toBe(2);
  expect(press(['Home', 'ArrowLeft']).cursor).toBe(0);
  expect(press(['End', 'ArrowRight', 'PageDown']).cursor).toBe(4);
});

test('Shift selects from where the cursor was, in both directions', () => {
  expect(selectedBars(press(['Home', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight']))).toEqual([1, 3]);
  expect(selectedBars(press(['End', 'Shift+ArrowLeft']))).toEqual([3, 4]);
  expect(selectedBars(press(['Shift+End']))).toEqual([4, 4]);
});

test('an arrow without Shift lets the selection go', () => {
  expect(selectedBars(press(['Home', 'Shift+ArrowRight', 'ArrowRight']))).toBeNull();
});

test('Esc clears the selection first, then the cursor, and then is nobody’s', () => {
  const selected = press(['Home', 'Shift+ArrowRight']);
  const cleared = press(['Escape'], 5, selected);
  expect(cleared).toEqual({ cursor: 1, anchor: null });
  expect(press(['Escape'], 5, cleared)).toEqual(noCursor);
  expect(moveCursor(noCursor, { key: 'Escape', shiftKey: false }, 5)).toBeNull();
});

test('an empty chart takes no key', () => {
  expect(moveCursor(noCursor, { key: 'ArrowRight', shiftKey: false }, 0)).toBeNull();
});
