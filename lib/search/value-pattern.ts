/**
 * A filter's value, as it stands in the URL: the value itself, with `*` for any run of characters, for response codes
 * a comparison (`>=400`), a range (`400-499`) or a class (`4xx`), for addresses a network (`10.0.0.0/8`). A backslash takes
 * a `*`, `\` or `/` as itself. Matching is linear in the length of the text: no regular expression is built from what a
 * user types.
 */
import type { EventFieldName } from '@/lib/audit/event-fields';
import { compileNetwork, looksLikeNetwork } from '@/lib/search/ip-network';

export type ValueMatcher = (value: string) => boolean;

/** What else than text a value can be compared as. */
export type ValueKind = 'text' | 'number' | 'address';

/** Writes a value so that it is matched literally. */
export function escapeValue(value: string): string {
  const escaped = value.replace(/[\\*]/g, '\\$&');
  return looksLikeNetwork(value) ? escaped.replace('/', '\\/') : escaped;
}

/** The value that a pattern without `*` stands for, or null where it has one. */
export function literalOf(pattern: string): string | null {
  const parts = splitAtStars(pattern);
  return parts.length === 1 ? (parts[0] ?? '') : null;
}

/** A function that says whether a value matches. */
export function compilePattern(pattern: string, kind: ValueKind): ValueMatcher {
  if (kind === 'number') {
    const range = parseNumberRange(pattern);
    if (range) return (value) => Number(value) >= range[0] && Number(value) <= range[1];
  }
  const network = kind === 'address' ? compileNetwork(pattern) : null;
  if (network) return network;
  const parts = splitAtStars(pattern);
  if (parts.length === 1) {
    const [literal] = parts;
    return (value) => value === literal;
  }
  return (value) => matchesParts(value, parts);
}

/** The literal parts between the stars. */
export function splitAtStars(pattern: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string;
    if (char === '\\' && i + 1 < pattern.length && '*\\/'.includes(pattern[i + 1] as string)) {
      part += pattern[++i];
    } else if (char === '*') {
      parts.push(part);
      part = '';
    } else {
      part += char;
    }
  }
  parts.push(part);
  return parts;
}

function matchesParts(value: string, parts: string[]): boolean {
  const first = parts[0] as string;
  const last = parts[parts.length - 1] as string;
  if (!value.startsWith(first)) return false;
  let from = first.length;
  for (let i = 1; i < parts.length - 1; i++) {
    const found = value.indexOf(parts[i] as string, from);
    if (found < 0) return false;
    from = found + (parts[i] as string).length;
  }
  return value.length - last.length >= from && value.endsWith(last);
}

/** The kind of a value of this field. */
export function valueKindOf(field: EventFieldName): ValueKind {
  if (field === 'code') return 'number';
  return field === 'sourceIP' ? 'address' : 'text';
}

/** Inclusive bounds of `>=400`, `<500`, `400-499`, `4xx`; null where the pattern is none of these. */
export function parseNumberRange(pattern: string): [number, number] | null {
  const comparison = /^(>=|<=|>|<)(\d{1,9})$/.exec(pattern);
  if (comparison) {
    const bound = Number(comparison[2]);
    if (comparison[1] === '>=') return [bound, Infinity];
    if (comparison[1] === '>') return [bound + 1, Infinity];
    if (comparison[1] === '<=') return [-Infinity, bound];
    return [-Infinity, bound - 1];
  }
  const range = /^(\d{1,9})-(\d{1,9})$/.exec(pattern);
  if (range) return [Number(range[1]), Number(range[2])];
  const codeClass = /^([1-9])xx$/i.exec(pattern);
  if (codeClass) return [Number(codeClass[1]) * 100, Number(codeClass[1]) * 100 + 99];
  return null;
}
