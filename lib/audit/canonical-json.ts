/**
 * RFC 8785 canonical JSON of a parsed value: keys sorted by UTF-16 code units, ECMAScript numbers, no white space. Two
 * spellings of one event (another key order, other escapes, other white space) get the same text, whatever forwarder
 * re-wrote them. It runs once per event on the import's main thread, hence the fast paths: most keys and strings need no
 * escape, and most objects are small enough for an insertion sort.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes exactly these
const NEEDS_ESCAPE = /[\u0000-\u001f"\\\ud800-\udfff]/;
const MAX_DEPTH = 512;

const quotedKeys = new Map<string, string>();

export class TooDeepError extends Error {
  constructor() {
    super(`nested deeper than ${MAX_DEPTH} levels`);
  }
}

/** Whether the value written last held a number that is no safe integer: its digits in the source may say more. */
let sawInexactNumber = false;

/**
 * `omit` names keys of the outermost object that are left out. `inexact` is true where the value holds a number that a
 * double may not hold as it was written. Throws TooDeepError.
 */
export function canonicalJson(value: unknown, omit?: ReadonlySet<string>): { text: string; inexact: boolean } {
  sawInexactNumber = false;
  const text = write(value, omit, 0);
  return { text, inexact: sawInexactNumber };
}

function write(value: unknown, omit: ReadonlySet<string> | undefined, depth: number): string {
  if (typeof value === 'string') return NEEDS_ESCAPE.test(value) ? JSON.stringify(value) : `"${value}"`;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) sawInexactNumber = true;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth >= MAX_DEPTH) throw new TooDeepError();
  if (Array.isArray(value)) {
    let out = '[';
    for (let i = 0; i < value.length; i++) {
      if (i > 0) out += ',';
      out += write(value[i], undefined, depth + 1);
    }
    return `${out}]`;
  }
  const { keys, prefixes } = shapeOf(Object.keys(value));
  let out = '{';
  let first = true;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    if (omit?.has(key)) continue;
    out += first ? prefixes[i] : `,${prefixes[i]}`;
    first = false;
    out += write((value as Record<string, unknown>)[key], undefined, depth + 1);
  }
  return `${out}}`;
}

/** An object's keys: as they stood, sorted, and sorted as they are written. */
type Shape = { given: string[]; keys: string[]; prefixes: string[] };

/**
 * Events are made of a few dozen shapes, again and again; finding one is cheaper than sorting and quoting its keys. By first
 * key and number of keys, then compared key by key (a comparison of pointers for keys that V8 has met).
 */
const shapes = new Map<string, Shape[][]>();
let shapeCount = 0;
const MAX_SHAPES = 2000;
const MAX_SHAPE_KEYS = 64;

function shapeOf(given: string[]): Shape {
  if (given.length === 0) return EMPTY_SHAPE;
  const candidates = shapes.get(given[0] as string)?.[given.length];
  if (candidates) {
    for (const shape of candidates) if (sameKeys(shape.given, given)) return shape;
  }
  const keys = sortKeys([...given]);
  const shape = { given, keys, prefixes: keys.map(quoteKey) };
  // Bodies can have keys without end: what is remembered has one.
  if (shapeCount < MAX_SHAPES && given.length <= MAX_SHAPE_KEYS) remember(shape);
  return shape;
}

const EMPTY_SHAPE: Shape = { given: [], keys: [], prefixes: [] };

function sameKeys(a: string[], b: string[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function remember(shape: Shape): void {
  const first = shape.given[0] as string;
  const byLength = shapes.get(first) ?? [];
  shapes.set(first, byLength);
  const list = byLength[shape.given.length] ?? [];
  byLength[shape.given.length] = list;
  list.push(shape);
  shapeCount++;
}

function sortKeys(keys: string[]): string[] {
  if (keys.length > 24) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let j = i - 1;
    while (j >= 0 && (keys[j] as string) > key) {
      keys[j + 1] = keys[j] as string;
      j--;
    }
    keys[j + 1] = key;
  }
  return keys;
}

function quoteKey(key: string): string {
  const known = quotedKeys.get(key);
  if (known !== undefined) return known;
  const quoted = `${JSON.stringify(key)}:`;
  // Keys of hostile bodies must not grow this without bound.
  if (quotedKeys.size < 4096 && key.length <= 64) quotedKeys.set(key, quoted);
  return quoted;
}
