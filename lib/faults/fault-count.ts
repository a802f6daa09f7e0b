/**
 * How often a fault is tried: a few times with all tests, and PLUMBLINE_FAULTS=N per cent of the count that a release asks
 * for with `npm run test:faults`.
 */
const PERCENT = Number(process.env.PLUMBLINE_FAULTS ?? 0);

export const isLongRun = PERCENT > 0;

export function faultCount(few: number, release: number): number {
  return isLongRun ? Math.max(few, Math.round((release * PERCENT) / 100)) : few;
}
