/** Comparisons and ranges of numbers (`>=3`, `1..5`) and of durations (`>1s`, `10ms..2s`), read and printed. */
import type { NumberRange } from './query-tree';

/** Microseconds. */
const UNITS: Record<string, number> = { us: 1, µs: 1, ms: 1000, s: 1e6, m: 6e7, h: 3.6e9 };

export function readNumber(text: string): number | null {
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : null;
}

/** Microseconds; null where it is no duration, or one that a number cannot hold exactly: it could not be printed again. */
export function readDuration(text: string): number | null {
  const match = /^(\d{1,16}(?:\.\d{1,6})?)(us|µs|ms|s|m|h)$/.exec(text);
  if (!match) return null;
  const microseconds = Math.round(Number(match[1]) * (UNITS[match[2] as string] as number));
  return Number.isSafeInteger(microseconds) ? microseconds : null;
}

export function printDuration(microseconds: number): string {
  const unit = ['h', 'm', 's', 'ms'].find((name) => microseconds > 0 && microseconds % (UNITS[name] as number) === 0);
  return unit ? `${microseconds / (UNITS[unit] as number)}${unit}` : `${microseconds}us`;
}

/** `compare` is >=, <=, > or <. */
export function comparison(compare: string, bound: number): NumberRange {
  const open = !compare.endsWith('=');
  return compare.startsWith('>')
    ? { min: bound, max: null, minOpen: open, maxOpen: false }
    : { min: null, max: bound, minOpen: false, maxOpen: open };
}

/** Both bounds belong to it. Null where the text is no range. */
export function readRange(text: string, read: (bound: string) => number | null): NumberRange | null {
  const [from, to, more] = text.split('..');
  if (from === undefined || to === undefined || more !== undefined) return null;
  const min = read(from);
  const max = read(to);
  return min === null || max === null ? null : { min, max, minOpen: false, maxOpen: false };
}

export function printRange(range: NumberRange, print: (bound: number) => string): string {
  if (range.min !== null && range.max !== null) return `${print(range.min)}..${print(range.max)}`;
  if (range.min !== null) return `${range.minOpen ? '>' : '>='}${print(range.min)}`;
  return `${range.maxOpen ? '<' : '<='}${print(range.max ?? 0)}`;
}

export function isInRange(value: number, { min, max, minOpen, maxOpen }: NumberRange): boolean {
  if (min !== null && (minOpen ? value <= min : value < min)) return false;
  return max === null || (maxOpen ? value < max : value <= max);
}
