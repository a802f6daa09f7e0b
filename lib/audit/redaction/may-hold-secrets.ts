/**
 * The cheap test before the redaction: linear, without allocation, for every event. It may say yes for nothing; it must never
 * say no where the redaction would change something (a property test holds it to that). No imports on purpose: every
 * thread and the fast path of the parser load it.
 *
 * Nearly every secret is announced by one of a few words, so the bytes are searched for five letters of each, case folded,
 * two bytes at a time with skips (Wu and Manber, 1994); a hit is then looked at. Words that are written with escapes
 * such as \u0074oken count as a hit: Kubernetes escapes only &, <, > and control characters in this way.
 */

const WINDOW = 5;

type Look = (bytes: Uint8Array, at: number) => boolean;

/**
 * Five letters of a word. With `rests` it is the end of a name, which goes on in one of them and has a value; without, what
 * is around it is looked at by `looks`.
 */
export type SecretWord = { letters: string; rests: readonly string[] | null; looks: Look };

function name(letters: string, ...rests: string[]): SecretWord {
  const looks: Look = (bytes, at) => rests.some((rest) => stands(bytes, at, rest) && endsName(bytes, at + rest.length));
  return { letters, rests, looks };
}

function word(letters: string, looks: Look): SecretWord {
  return { letters, rests: null, looks };
}

/** Also for the scanner of events, which looks for the same words on its way. */
export const SECRET_WORDS: readonly SecretWord[] = [
  name('token', ''),
  name('passw', 'ord', 'd'),
  name('passp', 'hrase'),
  name('autho', 'rization'),
  name('cooki', 'e'),
  // api-key, access-key, secret-key, private-key, with every separator and none.
  ...['i', 's', 't', 'e'].flatMap((letter) => ['-', '_', '.'].map((separator) => name(`${letter}${separator}key`, ''))),
  ...['pi', 'ss', 'et', 'te'].map((letters) => name(`${letters}key`, '')),
  word('earer', () => true),
  word('basic', followsScheme),
  word('ecret', speaksOfSecrets),
  // PRIVATE KEY
  word('ivate', () => true),
  // -----BEGIN in base64
  word('s0tls', () => true),
];

const QUOTE = 34;
const BACKSLASH = 92;

const fold = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);

/** How far the window may move when it ends in these two bytes; 0: it may be a hit. Index: both folded bytes. */
const SECRET_WORD_SHIFTS = new Uint8Array(65_536).fill(WINDOW - 1);
const atPair = new Map<number, SecretWord[]>();
for (const gram of SECRET_WORDS) {
  const codes = [...gram.letters].map((letter) => letter.charCodeAt(0));
  for (let end = 1; end < WINDOW; end++) {
    const pair = ((codes[end - 1] as number) << 8) | (codes[end] as number);
    SECRET_WORD_SHIFTS[pair] = Math.min(SECRET_WORD_SHIFTS[pair] as number, WINDOW - 1 - end);
  }
  const last = ((codes[WINDOW - 2] as number) << 8) | (codes[WINDOW - 1] as number);
  atPair.set(last, [...(atPair.get(last) ?? []), gram]);
}
// The table itself is case-folded, so that the loop is two loads and a compare.
for (let pair = 0; pair < SECRET_WORD_SHIFTS.length; pair++) {
  SECRET_WORD_SHIFTS[pair] = SECRET_WORD_SHIFTS[(fold(pair >> 8) << 8) | fold(pair & 255)] as number;
}

/** False where the redaction would change nothing, whatever the text is: an event, or a part of one that may be cut off. */
export function mayHoldSecrets(bytes: Buffer): boolean {
  return mayHold(bytes, true);
}

/**
 * The same for a whole event as JSON. `secrets`, as in a path or an objectRef, says what the bodies of a request are about;
 * most requests for Secrets are logged without, and then it says nothing.
 */
export function eventMayHoldSecrets(bytes: Buffer): boolean {
  return mayHold(bytes, hasBody(bytes));
}

function mayHold(bytes: Buffer, plural: boolean): boolean {
  return holdsWord(bytes, plural) || holdsJwt(bytes) || holdsUserInfo(bytes) || holdsOddEscape(bytes);
}

/** requestObject and responseObject, request and response of a protoPayload, or a text that may be JSON itself. */
function hasBody(bytes: Buffer): boolean {
  return bytes.includes('Object') || bytes.includes('protoPayload') || bytes.includes('\\"');
}

const PLURAL = 115;

function holdsWord(bytes: Buffer, plural: boolean): boolean {
  const last = bytes.length - 1;
  let end = WINDOW - 1;
  while (end <= last) {
    const pair = ((bytes[end - 1] as number) << 8) | (bytes[end] as number);
    const shift = SECRET_WORD_SHIFTS[pair] as number;
    if (shift > 0) {
      end += shift;
      continue;
    }
    const grams = atPair.get((fold(pair >> 8) << 8) | fold(pair & 255));
    if (grams) {
      for (const { letters, looks } of grams) {
        if (!plural && letters === 'ecret' && bytes[end + 1] === PLURAL) continue;
        if (stands(bytes, end - WINDOW + 1, letters) && looks(bytes, end + 1)) return true;
      }
    }
    end++;
  }
  return false;
}

function stands(bytes: Uint8Array, at: number, letters: string): boolean {
  for (let i = 0; i < letters.length; i++) if (fold(bytes[at + i] as number) !== letters.charCodeAt(i)) return false;
  return true;
}

/**
 * Whether a name can end here, and its value can be one that is replaced. `"token":{` cannot: only texts, numbers and lists
 * under such a name are.
 */
function endsName(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  if (byte === BACKSLASH || byte === 61) return true;
  if (byte !== QUOTE) return false;
  if (bytes[at + 1] !== 58) return true;
  const value = bytes[at + 2];
  // An object, null, true or false.
  return !(value === 123 || value === 110 || value === 116 || value === 102);
}

/** `Secret`, `SecretList`, `secrets`, `client-secret`; not `secretName` and the like, which only refer to one. */
function speaksOfSecrets(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] as number;
  return byte === QUOTE || byte === BACKSLASH || byte === 61 || byte === 115 || byte === 76;
}

/** `Basic ` before credentials: white space, or its spelling in a URL. */
function followsScheme(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  return byte === 32 || byte === 43 || byte === 37 || byte === BACKSLASH || byte === 9;
}

/** `eyJ` and later a dot in the same run of base64url. */
function holdsJwt(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('eyJ'); at >= 0; at = bytes.indexOf('eyJ', at)) {
    at += 3;
    while (isBase64Url(bytes[at])) at++;
    if (bytes[at] === 46) return true;
  }
  return false;
}

function isBase64Url(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 97 && byte <= 122) ||
    (byte >= 65 && byte <= 90) ||
    (byte >= 48 && byte <= 57) ||
    byte === 45 ||
    byte === 95
  );
}

/** `://user:password@`. */
function holdsUserInfo(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('://'); at >= 0; at = bytes.indexOf('://', at)) {
    at += 3;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === 64 || byte === BACKSLASH) return true;
      if (byte === 47 || byte === QUOTE || byte <= 32) break;
    }
  }
  return false;
}

/** An escape that nobody needs to write, which may spell a letter of a word. */
function holdsOddEscape(bytes: Buffer): boolean {
  if (bytes.indexOf('\\/') >= 0) return true;
  for (let at = bytes.indexOf('\\u00'); at >= 0; at = bytes.indexOf('\\u00', at + 4)) {
    const high = bytes[at + 4] as number;
    if (high < 50 || high > 55) continue;
    const low = fold(bytes[at + 5] as number);
    // \u0026, \u003c, \u003e: &, < and >
    const usual = (high === 50 && low === 54) || (high === 51 && (low === 99 || low === 101));
    if (!usual) return true;
  }
  return false;
}
