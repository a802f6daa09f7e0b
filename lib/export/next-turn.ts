/** Lets everything else that waits have its turn: an export of millions of rows must not hold up the pages. */
import { setImmediate } from 'node:timers/promises';

/** Rows that are written between two turns: some milliseconds. */
export const ROWS_A_TURN = 1000;

export function nextTurn(): Promise<void> {
  return setImmediate();
}
