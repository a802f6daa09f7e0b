/**
 * Values in audit events are written by clients and can be hostile: bidi controls that turn a name round, zero-width
 * characters that make two names look alike, terminal escapes, newlines. They are shown as text with each such character
 * as a visible code; copying and filtering use the raw value.
 */
import { INVISIBLE } from '@/lib/audit/invisible-characters';

export type VisiblePart = { text: string; code: boolean };

const SHORT_NAMES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0', '\u001b': 'ESC' };

/** The text in parts, where `code` marks the name of a character that cannot be seen. */
export function visibleParts(text: string): VisiblePart[] {
  const parts: VisiblePart[] = [];
  let from = 0;
  for (const match of text.matchAll(INVISIBLE)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), code: false });
    parts.push({ text: nameOf(match[0]), code: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), code: false });
  return parts;
}

/** The same as one string, for titles and accessible names. */
export function visibleText(text: string): string {
  return visibleParts(text)
    .map((part) => (part.code && part.text.startsWith('U+') ? `[${part.text}]` : part.text))
    .join('');
}

function nameOf(character: string): string {
  const short = SHORT_NAMES[character];
  if (short) return short;
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

const MAX_SHOWN = 400;
const TAIL_SHOWN = 12;

/** Head and tail of a value for a line that shortens in the middle; very long values lose their middle here already. */
export function splitForMiddle(text: string): { head: string; tail: string; cut: number } {
  const characters = text.length > MAX_SHOWN ? cutMiddle(text) : { head: text, tail: '', cut: 0 };
  if (characters.cut > 0 || text.length <= TAIL_SHOWN * 2) return characters;
  const at = safeBoundary(text, text.length - TAIL_SHOWN);
  return { head: text.slice(0, at), tail: text.slice(at), cut: 0 };
}

function cutMiddle(text: string): { head: string; tail: string; cut: number } {
  const headEnd = safeBoundary(text, MAX_SHOWN - TAIL_SHOWN);
  const tailStart = safeBoundary(text, text.length - TAIL_SHOWN);
  return { head: text.slice(0, headEnd), tail: text.slice(tailStart), cut: tailStart - headEnd };
}

/** The nearest place at or before `at` that does not split a surrogate pair. */
function safeBoundary(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
