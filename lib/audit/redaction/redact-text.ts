/**
 * Redacts text that is no valid JSON: what goes into quarantine, such as a line that was cut off, at any depth of wrapping. Best
 * effort, and rather too much than too little: nobody searches in quarantine. Works on any text, in one direction.
 */
import { markOf, type RedactionKey } from '@/lib/audit/redaction/mark-of';
import { isMark, MARK_PREFIX } from '@/lib/audit/redaction/redaction-mark';
import { isSecretName, isSecretVariable } from '@/lib/audit/redaction/secret-name';
import { findSecretParts, type Span } from '@/lib/audit/redaction/secret-parts';
import { spliced } from '@/lib/audit/redaction/splice';

const ABOUT_SECRETS = /\bSecret(?:List)?\b|\bsecrets\b|\\u00[2-7]/;
const LONGEST_NAME = 512;

export function redactText(text: string, key: RedactionKey): string {
  const parts = [...findSecretParts(text), ...findQuoted(text), ...findAssigned(text)].sort(
    (a, b) => a.start - b.start,
  );
  const splices = [];
  let end = 0;
  for (const part of parts) {
    const start = Math.max(part.start, end);
    if (start >= part.end) continue;
    const piece = text.slice(start, part.end);
    end = part.end;
    if (isMark(piece)) continue;
    splices.push({ start, end, text: markOf(piece, key) });
  }
  return spliced(text, splices);
}

/**
 * A quote with the backslashes before it: how many there are says how deep the JSON is wrapped. Only the first of them begins a
 * match: else a million backslashes without a quote would be looked through a million times.
 */
const QUOTE = /(?<!\\)(\\*)"/g;
const VALUE = /^\s*:\s*(?:(\\*)"|(-?\d[\d.eE+-]*)|([[{]))/;
const NEXT_LIST_ITEM = /^\s*(?:,\s*)?(\\*)"/;

/** Values of `"name": "value"`, in text that speaks of Secrets also all that could be their data. */
function findQuoted(text: string): Span[] {
  const found: Span[] = [];
  const aboutSecrets = ABOUT_SECRETS.test(text);
  let secretVariable = false;
  /** Where the `data` that is being read ends. */
  let dataUntil = 0;
  const quotes = new RegExp(QUOTE);
  for (let match = quotes.exec(text); match; match = quotes.exec(text)) {
    const slashes = (match[1] as string).length;
    const begin = match.index + match[0].length;
    const close = closing(text, begin, slashes, LONGEST_NAME);
    if (close === null) continue;
    const name = unescaped(text.slice(begin, close.start));
    const value = VALUE.exec(text.slice(close.end, close.end + 64));
    if (!value) {
      quotes.lastIndex = begin;
      continue;
    }
    const at = close.end + value[0].length;
    const lower = name.toLowerCase();
    const inData = at < dataUntil;
    const secret =
      isSecretName(name) ||
      inData ||
      (secretVariable && lower === 'value') ||
      (aboutSecrets &&
        (lower === 'data' ||
          lower === 'stringdata' ||
          lower === 'value' ||
          name.endsWith('last-applied-configuration')));
    if (value[3] === '{' && aboutSecrets && !inData && (lower === 'data' || lower === 'stringdata'))
      dataUntil = endOfObject(text, at);
    if (value[2] !== undefined && secret) found.push({ start: at - value[2].length, end: at });
    if (value[1] === undefined) {
      if (value[3] === '[' && secret) takeList(text, at, found);
      quotes.lastIndex = at;
      continue;
    }
    if (lower === 'name') {
      const end = closing(text, at, value[1].length, LONGEST_NAME);
      secretVariable = isSecretVariable(unescaped(text.slice(at, end?.start ?? at + LONGEST_NAME)));
    }
    if (!secret) {
      // It may be JSON itself: it is looked into.
      quotes.lastIndex = text[at] === '"' ? at + 1 : at;
      continue;
    }
    const end = closing(text, at, value[1].length, text.length);
    found.push({ start: at, end: end?.start ?? text.length });
    quotes.lastIndex = end?.end ?? text.length;
  }
  return found;
}

function takeList(text: string, from: number, found: Span[]): void {
  for (let at = from; ; ) {
    const item = NEXT_LIST_ITEM.exec(text.slice(at, at + 64));
    if (!item) return;
    const start = at + item[0].length;
    const end = closing(text, start, (item[1] as string).length, text.length);
    found.push({ start, end: end?.start ?? text.length });
    if (!end) return;
    at = end.end;
  }
}

/**
 * The quote that ends a string which began with that many backslashes. At depth n quotes are written with 2^n - 1 of them,
 * and each one of the text itself adds 2^(n+1).
 */
function closing(text: string, from: number, slashes: number, within: number): { start: number; end: number } | null {
  const limit = Math.min(text.length, from + within);
  for (let at = text.indexOf('"', from); at >= 0 && at < limit; at = text.indexOf('"', at + 1)) {
    let before = 0;
    while (at - before > from && text.charCodeAt(at - 1 - before) === 92) before++;
    if (before % (2 * (slashes + 1)) === slashes) return { start: at - slashes, end: at + 1 };
  }
  return null;
}

/** As far as the object goes that opens before `from`; brackets in its texts make it longer, which is no harm here. */
function endOfObject(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 123) depth++;
    else if (code === 125 && --depth === 0) return at;
  }
  return text.length;
}

function unescaped(name: string): string {
  return name.replaceAll(/(?<!\\)\\+u([0-9a-fA-F]{4})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const ASSIGNED = /(?:^|[\s"',;{(&?])([A-Za-z0-9_.-]{1,64})[ \t]{0,4}[=:][ \t]{0,4}([^\s"'\\&,;{}[\]]{1,4096})/g;

/** `password=…` and `Authorization: …`, as in a log line or a dump of headers. */
function findAssigned(text: string): Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(ASSIGNED)) {
    if (!isSecretName(match[1] as string)) continue;
    const end = match.index + match[0].length;
    const start = end - (match[2] as string).length;
    if (!text.startsWith(MARK_PREFIX, start)) found.push({ start, end });
  }
  return found;
}
