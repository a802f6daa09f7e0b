/**
 * What stands at a dotted path of an event. Arrays are looked through. Keys may have dots themselves (annotations, labels):
 * every way to take the path apart is tried, which costs no more than the event has members, because the keys on the way
 * to a member say how much of the path they used up.
 */
import { compilePattern, splitAtStars } from '@/lib/search/value-pattern';
import { isInRange, readNumber } from './number-range';
import type { PathLeaf } from './query-tree';

/** Strings, numbers and booleans as text, objects as null: they are there, but have no text. */
export function valuesAt(event: object, segments: readonly string[]): (string | null)[] {
  const values: (string | null)[] = [];
  const waiting: { value: unknown; from: number }[] = [{ value: event, from: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, from } = next;
    if (Array.isArray(value)) {
      for (const item of value) waiting.push({ value: item, from });
    } else if (from === segments.length) {
      if (value !== null && value !== undefined) values.push(typeof value === 'object' ? null : String(value));
    } else if (typeof value === 'object' && value !== null) {
      let key = '';
      for (let to = from; to < segments.length; to++) {
        key = to === from ? (segments[to] as string) : `${key}.${segments[to]}`;
        if (Object.hasOwn(value, key)) waiting.push({ value: Reflect.get(value, key), from: to + 1 });
      }
    }
  }
  return values;
}

export function compilePath({ path, values }: PathLeaf): (event: object | null) => boolean {
  const segments = path.split('.');
  const kind = path === 'sourceIPs' ? 'address' : 'text';
  const missing = values.includes(null);
  const anything = values.some((value) => typeof value === 'string' && isAnything(value));
  const patterns = values.filter((value) => typeof value === 'string').map((value) => compilePattern(value, kind));
  const ranges = values.filter((value) => typeof value === 'object' && value !== null);
  return (event) => {
    const found = event === null ? [] : valuesAt(event, segments);
    if (found.length === 0) return missing;
    if (anything) return true;
    return found.some((value) => {
      if (value === null) return false;
      if (patterns.some((matches) => matches(value))) return true;
      const number = ranges.length > 0 ? readNumber(value) : null;
      return number !== null && ranges.some((range) => isInRange(number, range));
    });
  };
}

function isAnything(pattern: string): boolean {
  const parts = splitAtStars(pattern);
  return parts.length > 1 && parts.every((part) => part === '');
}

/** Longest run of letters that any value here must contain; null where there is none that is worth looking for. */
export function lettersOf({ path, values }: PathLeaf): string[] | null {
  // Bodies are kept as they came, whatever the event was wrapped in; other members are made from other names and numbers.
  if (!/^(?:requestObject|responseObject)\./.test(path)) return null;
  const letters: string[] = [];
  for (const value of values) {
    if (typeof value !== 'string') return null;
    const runs = splitAtStars(value).flatMap((part) => part.match(/[A-Za-z]{3,}/g) ?? []);
    const longest = runs.sort((a, b) => b.length - a.length)[0];
    if (longest === undefined) return null;
    letters.push(longest);
  }
  return letters;
}
