import { MICROSECONDS_PER_DAY, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';

/** How much a person works in each hour of a local working day, 1 at the busiest. */
const OFFICE = [0, 0, 0, 0, 0, 0, 0, 0.15, 0.6, 1, 1, 0.9, 0.35, 0.7, 1, 0.9, 0.7, 0.4, 0.1, 0.05, 0.05, 0, 0, 0];
/** The load of a shop with customers in Europe and America, by hour of the day in UTC. */
const SHOPPERS = [
  0.6, 0.5, 0.4, 0.3, 0.3, 0.35, 0.45, 0.6, 0.75, 0.85, 0.9, 0.95, 1, 1, 1, 1.05, 1.1, 1.2, 1.3, 1.3, 1.2, 1.05, 0.9,
  0.75,
];

/** Hours are whole hours from UTC. */
export function officeLoad(at: Microseconds, hoursFromUTC: number): number {
  const local = at + hoursFromUTC * MICROSECONDS_PER_HOUR;
  if (isWeekend(local)) return 0.01;
  return OFFICE[hourOfDay(local)] ?? 0;
}

export function shopLoad(at: Microseconds): number {
  return (SHOPPERS[hourOfDay(at)] ?? 1) * (isWeekend(at) ? 1.15 : 1);
}

export function startOfDay(at: Microseconds): Microseconds {
  return at - (at % MICROSECONDS_PER_DAY);
}

export function isWeekend(at: Microseconds): boolean {
  // 1 January 1970 was a Thursday.
  const weekday = (Math.floor(at / MICROSECONDS_PER_DAY) + 4) % 7;
  return weekday === 0 || weekday === 6;
}

function hourOfDay(at: Microseconds): number {
  return Math.floor((at % MICROSECONDS_PER_DAY) / MICROSECONDS_PER_HOUR);
}
