/** Values as every part of a document prints them. */
import { shownText } from '@/lib/reports/inert-text';

export const whole = new Intl.NumberFormat('en-US');

/** Whole: a query that is cut returns something else. What cannot be seen is in it by its number already. */
export function shownQuery(query: string): string {
  return query;
}

export function valueText(value: string | null): string {
  return value === null ? 'missing' : shownText(value);
}

export function minute(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')}`;
}

/** Without digits that say nothing. */
export function plainTime(time: string): string {
  return time.replace(/\.000000Z$/, 'Z');
}

/** Never rounded up to all, nor down to none. */
export function percentText(percent: number): string {
  if (percent === 100 || percent === 0) return `${percent} %`;
  return `${Math.min(99.99, Math.max(0.01, percent)).toFixed(2)} %`;
}
