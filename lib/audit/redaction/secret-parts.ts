/**
 * Secrets that are known by their look, in any text: JSON web tokens, `Bearer …` and `Basic …`, private keys (PEM, also in base64),
 * secret parameters of URLs, and the password in `scheme://user:password@host`. Hand-written scanners that never look at a
 * character twice: the text is hostile, and regular expressions for this are not linear.
 */
import { MARK_PREFIX } from '@/lib/audit/redaction/redaction-mark';
import { isSecretName } from '@/lib/audit/redaction/secret-name';

export type Span = { start: number; end: number };

/** In their order, none overlapping. */
export function findSecretParts(text: string): Span[] {
  const found: Span[] = [];
  findTokens(text, found);
  findCredentials(text, found);
  findPrivateKeys(text, found);
  findEncodedKeys(text, found);
  findParameters(text, found);
  findPasswords(text, found);
  return found.length < 2 ? found : merge(found);
}

function merge(spans: Span[]): Span[] {
  spans.sort((a, b) => a.start - b.start);
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged[merged.length - 1];
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

const isWord = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 45 || code === 95;

function runEnd(text: string, at: number, belongs: (code: number) => boolean): number {
  let end = at;
  while (end < text.length && belongs(text.charCodeAt(end))) end++;
  return end;
}

/** Three to five parts of base64url with dots between, the first of them the beginning of a JSON object. */
function findTokens(text: string, found: Span[]): void {
  for (let at = text.indexOf('eyJ'); at >= 0; at = text.indexOf('eyJ', at)) {
    const start = at;
    const header = runEnd(text, at, isWord);
    let end = header;
    let dots = 0;
    while (dots < 4 && text.charCodeAt(end) === 46) {
      end = runEnd(text, end + 1, isWord);
      dots++;
    }
    if (header - start >= 10 && dots >= 2 && end - header >= 10) found.push({ start, end });
    at = end;
  }
}

const SCHEME = /bearer|basic/gi;
const isToken68 = (code: number) =>
  isWord(code) || code === 46 || code === 126 || code === 43 || code === 47 || code === 61 || code === 37;

function findCredentials(text: string, found: Span[]): void {
  let end = 0;
  for (const match of text.matchAll(SCHEME)) {
    const after = match.index + match[0].length;
    const start = skipSeparators(text, after);
    if (start === after) continue;
    // Inside of a run that was read already its end is known.
    if (start >= end) end = runEnd(text, start, isToken68);
    const token = text.slice(start, Math.min(end, start + 256));
    if (match[0].toLowerCase() === 'basic' ? isBasic(token) : isBearer(token)) found.push({ start, end });
  }
}

/** White space, a plus or %20. */
function skipSeparators(text: string, at: number): number {
  let end = at;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code === 32 || code === 43 || code === 9) end++;
    else if (text.startsWith('%20', end)) end += 3;
    else return end;
  }
}

/** "Bearer authentication" is a word of a sentence: what is neither long nor has a digit is no token. */
function isBearer(token: string): boolean {
  return token.length >= 20 || (token.length >= 6 && /\d/.test(token));
}

/** Base64 of user:password. */
function isBasic(token: string): boolean {
  const plain = token.replaceAll(/%3d/gi, '=').replaceAll(/%2b/gi, '+').replaceAll(/%2f/gi, '/');
  return plain.length >= 4 && atob64(plain).includes(':');
}

/** The bytes of a base64 text as characters, also of one that was cut off. */
function atob64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}

const BEGIN = '-----BEGIN';
const KEY_LABEL = /^(?:[ +]|%20)(?:[A-Z0-9]{1,12}(?:[ +]|%20)){0,3}PRIVATE(?:[ +]|%20)KEY(?:(?:[ +]|%20)BLOCK)?-----/;
const KEY_END = /^-----END[A-Z0-9 +%]{1,80}-----/;

function findPrivateKeys(text: string, found: Span[]): void {
  for (let at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at)) {
    const start = at;
    at += BEGIN.length;
    if (!KEY_LABEL.test(text.slice(at, at + 120))) continue;
    const marker = text.indexOf('-----END', at);
    const closing = marker < 0 ? null : KEY_END.exec(text.slice(marker, marker + 100));
    // Without its end the key was cut off: all that follows may be of it.
    const end = closing ? marker + closing[0].length : text.length;
    found.push({ start, end });
    at = end;
  }
}

/** -----BEGIN in base64, as in a kubeconfig's client-key-data. */
const ENCODED_BEGIN = 'LS0tLS1CRUdJTi';
const isBase64 = (code: number) =>
  isWord(code) || code === 43 || code === 47 || code === 61 || code === 10 || code === 13;

function findEncodedKeys(text: string, found: Span[]): void {
  for (let at = text.indexOf(ENCODED_BEGIN); at >= 0; at = text.indexOf(ENCODED_BEGIN, at)) {
    const start = at;
    at = runEnd(text, at, isBase64);
    if (KEY_LABEL.test(atob64(text.slice(start, start + 160)).slice(BEGIN.length))) found.push({ start, end: at });
  }
}

const PARAMETER = /[?&;#]([A-Za-z0-9_.-]{1,64})=/g;
const isParameter = (code: number) =>
  !(
    code <= 32 ||
    code === 38 ||
    code === 35 ||
    code === 34 ||
    code === 39 ||
    code === 60 ||
    code === 62 ||
    code === 59 ||
    code === 92
  );

function findParameters(text: string, found: Span[]): void {
  let end = 0;
  for (const match of text.matchAll(PARAMETER)) {
    const start = match.index + match[0].length;
    if (start < end || !isSecretName(match[1] as string)) continue;
    end = runEnd(text, start, isParameter);
    if (end > start && !text.startsWith(MARK_PREFIX, start)) found.push({ start, end });
  }
}

const isAuthority = (code: number) =>
  !(code <= 32 || code === 47 || code === 34 || code === 60 || code === 62 || code === 92);

function findPasswords(text: string, found: Span[]): void {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at)) {
    const start = at + 3;
    at = runEnd(text, start, isAuthority);
    const authority = text.slice(start, at);
    const colon = authority.indexOf(':');
    const host = authority.lastIndexOf('@');
    if (colon < 0 || host <= colon + 1 || authority.startsWith(MARK_PREFIX, colon + 1)) continue;
    found.push({ start: start + colon + 1, end: start + host });
  }
}
