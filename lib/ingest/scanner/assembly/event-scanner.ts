/**
 * AssemblyScript (compiled to WebAssembly by the set-up, see docs/decisions/023). One pass over the bytes of one native audit
 * event gives what an import needs of it: the canonical JSON that its identity is the hash of, its time, its auditID as
 * bytes, the name, and the number of its combination of facet values, where that was met before.
 *
 * It only ever says what lib/ingest/parse-value.ts would say, or nothing: whatever is unusual (a key that kube-apiserver does
 * not write, a number that is no short integer, a key with an escape, another time format) is left to that, by returning
 * FALLBACK. So it may be strict everywhere, and a test compares the two on arbitrary input.
 *
 * Addresses are bytes of the memory that ../event-scanner.ts lays out; SLACK bytes after input and output may be read and
 * written, because strings are copied sixteen bytes at a time.
 */

export const OK: i32 = 0;
/** All is known but the number of the combination: `remember` can be told it. */
export const UNKNOWN_COMBINATION: i32 = 1;
export const FALLBACK: i32 = 2;

// Where things are; set once by `initialise`.
let inputAt: usize = 0;
let canonicalAt: usize = 0;
let scratchAt: usize = 0;
let membersAt: usize = 0;
let membersEnd: usize = 0;
let tablesAt: usize = 0;
let slotsAt: usize = 0;
let resultAt: usize = 0;
let keyAt: usize = 0;
let bucketsAt: usize = 0;
let arenaAt: usize = 0;
let arenaEnd: usize = 0;

export function initialise(
  input: usize,
  canonical: usize,
  scratch: usize,
  members: usize,
  membersLimit: usize,
  tables: usize,
  slots: usize,
  result: usize,
  key: usize,
  buckets: usize,
  arena: usize,
  arenaLimit: usize,
  seedOfHash: u64,
): void {
  inputAt = input;
  canonicalAt = canonical;
  scratchAt = scratch;
  membersAt = members;
  membersEnd = membersLimit;
  tablesAt = tables;
  slotsAt = slots;
  resultAt = result;
  keyAt = key;
  bucketsAt = buckets;
  arenaAt = arena;
  arenaEnd = arenaLimit;
  seed = seedOfHash;
  forget();
}

// ---- JSON ------------------------------------------------------------------------------------------------------------

const MAX_DEPTH: i32 = 100;
const MEMBER_BYTES: usize = 16;
const ROOT: u32 = 1;

/** What a known key's value is, in the low four bits of an action; the rest is a slot or the kind of the object. */
const STRING: u32 = 1;
const NUMBER: u32 = 2;
const OBJECT: u32 = 3;
const FIRST_OF_ARRAY: u32 = 4;
const LAST_OF_ARRAY: u32 = 5;
const ANY: u32 = 6;
/** A string that does not belong to the identity: kind and apiVersion, which items of an EventList lack. */
const OMITTED: u32 = 7;

let pos: usize = 0;
let end: usize = 0;
let out: usize = 0;
let members: usize = 0;
let stringAt: usize = 0;
let stringEnd: usize = 0;
let stringIsAscii: bool = true;
let stringIsEscaped: bool = false;
/** Has an escape other than those of the quote and the backslash. */
let stringIsHard: bool = false;

function isBlank(c: u32): bool {
  return c === 32 || c === 10 || c === 13 || c === 9;
}

function skipBlanks(): void {
  while (pos < end && isBlank(load<u8>(pos))) pos++;
}

function put(c: u32): void {
  store<u8>(out++, c);
}

function hexDigit(c: u32): i32 {
  if (c >= 48 && c <= 57) return c - 48;
  c |= 32;
  return c >= 97 && c <= 102 ? c - 87 : -1;
}

/** From the opening quote to behind the closing one; writes the string as RFC 8785 wants it. */
function scanString(): bool {
  put(0x22);
  pos++;
  stringAt = pos;
  stringIsEscaped = false;
  stringIsHard = false;
  let high: i32 = 0;
  const quote = i8x16.splat(0x22);
  const backslash = i8x16.splat(0x5c);
  const control = i8x16.splat(0x1f);
  while (true) {
    const chunk = v128.load(pos);
    v128.store(out, chunk);
    const special = v128.or(v128.or(i8x16.eq(chunk, quote), i8x16.eq(chunk, backslash)), i8x16.le_u(chunk, control));
    const mask = i8x16.bitmask(special);
    if (mask === 0) {
      high |= i8x16.bitmask(chunk);
      pos += 16;
      out += 16;
      if (pos >= end) return false;
      continue;
    }
    const n = ctz(mask);
    high |= i8x16.bitmask(chunk) & ((1 << n) - 1);
    pos += n;
    out += n;
    if (pos >= end) return false;
    const c = load<u8>(pos);
    if (c === 0x22) {
      stringEnd = pos;
      stringIsAscii = high === 0;
      put(0x22);
      pos++;
      return true;
    }
    if (c !== 0x5c || !scanEscape()) return false;
  }
}

function scanEscape(): bool {
  stringIsEscaped = true;
  if (pos + 1 >= end) return false;
  const c: u32 = load<u8>(pos + 1);
  // " \ b f n r t stay as they are
  if (c === 0x22 || c === 0x5c) {
    put(0x5c);
    put(c);
    pos += 2;
    return true;
  }
  stringIsHard = true;
  if (c === 0x62 || c === 0x66 || c === 0x6e || c === 0x72 || c === 0x74) {
    put(0x5c);
    put(c);
    pos += 2;
    return true;
  }
  if (c === 0x2f) {
    put(0x2f);
    pos += 2;
    return true;
  }
  if (c !== 0x75 || pos + 6 > end) return false;
  const a = hexDigit(load<u8>(pos + 2));
  const b = hexDigit(load<u8>(pos + 3));
  const d = hexDigit(load<u8>(pos + 4));
  const e = hexDigit(load<u8>(pos + 5));
  if ((a | b | d | e) < 0) return false;
  pos += 6;
  return putCodeUnit((a << 12) | (b << 8) | (d << 4) | e);
}

function putCodeUnit(unit: u32): bool {
  if (unit >= 0xd800 && unit <= 0xdfff) return false;
  if (unit === 0x22 || unit === 0x5c) {
    put(0x5c);
    put(unit);
  } else if (unit < 0x20) {
    putControl(unit);
  } else if (unit < 0x80) {
    put(unit);
  } else if (unit < 0x800) {
    put(0xc0 | (unit >> 6));
    put(0x80 | (unit & 0x3f));
  } else {
    put(0xe0 | (unit >> 12));
    put(0x80 | ((unit >> 6) & 0x3f));
    put(0x80 | (unit & 0x3f));
  }
  return true;
}

function putControl(unit: u32): void {
  put(0x5c);
  if (unit === 8) put(0x62);
  else if (unit === 9) put(0x74);
  else if (unit === 10) put(0x6e);
  else if (unit === 12) put(0x66);
  else if (unit === 13) put(0x72);
  else {
    put(0x75);
    put(0x30);
    put(0x30);
    put(0x30 + (unit >> 4));
    const low = unit & 15;
    put(low < 10 ? 0x30 + low : 0x57 + low);
  }
}

/** Integers of at most fifteen digits: as they are written they are canonical, and a double holds them. */
function scanNumber(): bool {
  const start = pos;
  if (load<u8>(pos) === 0x2d) pos++;
  const digits = pos;
  while (pos < end && <u32>load<u8>(pos) - 48 < 10) pos++;
  const n = pos - digits;
  if (n === 0 || n > 15) return false;
  if (load<u8>(digits) === 48 && (n > 1 || digits !== start)) return false;
  const c: u32 = pos < end ? load<u8>(pos) : 0;
  if (c === 0x2e || (c | 32) === 0x65) return false;
  memory.copy(out, start, pos - start);
  out += pos - start;
  return true;
}

function scanLiteral(word: u32, tail: u32, length: usize): bool {
  if (pos + length > end || load<u32>(pos) !== word) return false;
  if (length === 5 && load<u8>(pos + 4) !== tail) return false;
  memory.copy(out, pos, length);
  out += length;
  pos += length;
  return true;
}

function scanValue(kind: u32, depth: i32): bool {
  skipBlanks();
  if (pos >= end) return false;
  const c: u32 = load<u8>(pos);
  if (c === 0x22) return scanString();
  if (c === 0x7b) return scanObject(kind, depth);
  if (c === 0x5b) return scanArray(0, depth);
  if (c === 0x74) return scanLiteral(0x65757274, 0, 4);
  if (c === 0x66) return scanLiteral(0x736c6166, 0x65, 5);
  if (c === 0x6e) return scanLiteral(0x6c6c756e, 0, 4);
  return scanNumber();
}

/** `action` of an array whose first or last string is wanted, or 0. */
function scanArray(action: u32, depth: i32): bool {
  if (depth >= MAX_DEPTH) return false;
  put(0x5b);
  pos++;
  skipBlanks();
  let count = 0;
  if (pos < end && load<u8>(pos) === 0x5d) {
    pos++;
    put(0x5d);
    return true;
  }
  while (true) {
    if (action !== 0) {
      skipBlanks();
      if (pos >= end || load<u8>(pos) !== 0x22 || !scanString()) return false;
      if (count === 0 || (action & 15) === LAST_OF_ARRAY) keep(action >> 4);
    } else if (!scanValue(0, depth + 1)) {
      return false;
    }
    count++;
    skipBlanks();
    if (pos >= end) return false;
    const c: u32 = load<u8>(pos++);
    put(c);
    if (c === 0x5d) return true;
    if (c !== 0x2c) return false;
  }
}

/** `kind` says which keys are known (a table of `tablesAt`); 0 = none, an object of a body. */
function scanObject(kind: u32, depth: i32): bool {
  if (depth >= MAX_DEPTH) return false;
  put(0x7b);
  pos++;
  const contentAt = out;
  const firstMember = members;
  let sorted = true;
  skipBlanks();
  if (pos < end && load<u8>(pos) === 0x7d) {
    pos++;
    put(0x7d);
    return true;
  }
  while (true) {
    skipBlanks();
    if (pos >= end || load<u8>(pos) !== 0x22) return false;
    const restart = out;
    if (members !== firstMember) put(0x2c);
    const memberAt = out;
    if (!scanString() || stringIsHard || !stringIsAscii) return false;
    const key = stringAt;
    const keyLength = stringEnd - stringAt;
    skipBlanks();
    if (pos >= end || load<u8>(pos) !== 0x3a) return false;
    pos++;
    put(0x3a);
    const action = kind === 0 ? ANY : actionOf(kind, key, keyLength);
    if (!scanMember(action, depth)) return false;
    if ((action & 15) === OMITTED) {
      out = restart;
    } else {
      if (members + MEMBER_BYTES > membersEnd) return false;
      if (members !== firstMember && sorted) {
        const last = members - MEMBER_BYTES;
        const order = compareKeys(load<u32>(last), load<u32>(last, 4), key, keyLength);
        if (order === 0) return false;
        sorted = order < 0;
      }
      store<u32>(members, key);
      store<u32>(members, keyLength, 4);
      store<u32>(members, memberAt, 8);
      store<u32>(members, out, 12);
      members += MEMBER_BYTES;
    }
    skipBlanks();
    if (pos >= end) return false;
    const c: u32 = load<u8>(pos++);
    if (c === 0x7d) break;
    if (c !== 0x2c) return false;
  }
  if (!sorted && !sortMembers(firstMember, contentAt)) return false;
  members = firstMember;
  put(0x7d);
  return true;
}

function scanMember(action: u32, depth: i32): bool {
  const what = action & 15;
  if (what === ANY) return scanValue(0, depth + 1);
  skipBlanks();
  if (pos >= end) return false;
  const c: u32 = load<u8>(pos);
  if (what === STRING || what === OMITTED || (what === NUMBER && c === 0x22)) {
    if (c !== 0x22 || !scanString()) return false;
    return keep(action >> 4);
  }
  if (what === NUMBER) {
    stringAt = pos;
    if (!scanNumber()) return false;
    stringEnd = pos;
    // Tells the number from the text of the same digits.
    stringIsEscaped = true;
    return keep(action >> 4);
  }
  if (what === OBJECT) {
    if (c !== 0x7b) return false;
    store<u32>(slotsAt + <usize>((action >> 12) & 255) * SLOT_BYTES, 1, 8);
    return scanObject((action >> 4) & 255, depth + 1);
  }
  if (what === FIRST_OF_ARRAY || what === LAST_OF_ARRAY) {
    return c === 0x5b && scanArray(action, depth + 1);
  }
  return false;
}

/** By UTF-16 code units, which for ASCII are the bytes; the only escapes are those of the quote and the backslash. */
function compareKeys(a: usize, aLength: usize, b: usize, bLength: usize): i32 {
  const aEnd = a + aLength;
  const bEnd = b + bLength;
  while (a < aEnd && b < bEnd) {
    let x: i32 = load<u8>(a++);
    let y: i32 = load<u8>(b++);
    if (x === 0x5c) x = load<u8>(a++);
    if (y === 0x5c) y = load<u8>(b++);
    if (x !== y) return x - y;
  }
  return <i32>(aEnd - a) - <i32>(bEnd - b);
}

/** Brings the members of the object that ends at `out` into order. False where two have the same key. */
function sortMembers(first: usize, contentAt: usize): bool {
  const count = (members - first) / MEMBER_BYTES;
  // An insertion sort: a body can have thousands of keys, but kube-apiserver writes maps sorted.
  if (count > 64) return false;
  for (let i = first + MEMBER_BYTES; i < members; i += MEMBER_BYTES) {
    const record = v128.load(i);
    const key = load<u32>(i);
    const keyLength = load<u32>(i, 4);
    let j = i;
    while (j > first) {
      const before = j - MEMBER_BYTES;
      const order = compareKeys(load<u32>(before), load<u32>(before, 4), key, keyLength);
      if (order === 0) return false;
      if (order < 0) break;
      v128.store(j, v128.load(before));
      j = before;
    }
    v128.store(j, record);
  }
  let to = scratchAt;
  for (let i = first; i < members; i += MEMBER_BYTES) {
    if (i !== first) store<u8>(to++, 0x2c);
    const from = load<u32>(i, 8);
    const length = load<u32>(i, 12) - from;
    memory.copy(to, from, length);
    to += length;
  }
  memory.copy(contentAt, scratchAt, to - scratchAt);
  return true;
}

// ---- keys that are known ---------------------------------------------------------------------------------------------

const TABLE_ENTRIES: u32 = 64;
const ENTRY_BYTES: usize = 12;

/** The action of a key in objects of a kind; 0 (no action is that) where a root key is unknown. */
function actionOf(kind: u32, key: usize, length: usize): u32 {
  const table = tablesAt + <usize>kind * TABLE_ENTRIES * ENTRY_BYTES;
  if (length === 0) return kind === ROOT ? 0 : ANY;
  let slot: u32 = (<u32>length * 7 + <u32>load<u8>(key) * 3 + <u32>load<u8>(key + length - 1)) & (TABLE_ENTRIES - 1);
  while (true) {
    const entry = table + <usize>slot * ENTRY_BYTES;
    const action = load<u32>(entry, 8);
    if (action === 0) return kind === ROOT ? 0 : ANY;
    if (load<u32>(entry, 4) === <u32>length && same(load<u32>(entry), key, length)) return action;
    slot = (slot + 1) & (TABLE_ENTRIES - 1);
  }
}

function same(a: usize, b: usize, length: usize): bool {
  let i: usize = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) !== load<u64>(b + i)) return false;
  for (; i < length; i++) if (load<u8>(a + i) !== load<u8>(b + i)) return false;
  return true;
}

// ---- slots: the strings that are wanted --------------------------------------------------------------------------------

/** Address, length, and 1 = plain, 2 = with escapes (or a number); 0 = absent. */
const SLOT_BYTES: usize = 12;
const SLOTS: usize = 32;

// In the order of scanner-fields.ts.
const KIND: usize = 0;
const API_VERSION: usize = 1;
const AUDIT_ID: usize = 2;
const RECEIVED_AT: usize = 3;
const NAME: usize = 4;
const REQUEST_URI: usize = 5;
const OBJECT_REF: usize = 6;
/** From here on: the slots that facet values come from. */
const FIRST_OF_KEY: usize = 7;
const VERB: usize = 7;
const RESOURCE: usize = 8;

let keySlots: usize = 0;

/** How many slots facet values come from. */
export function setKeySlots(count: usize): void {
  keySlots = count;
}

function keep(slot: usize): bool {
  const at = slotsAt + slot * SLOT_BYTES;
  store<u32>(at, stringAt);
  store<u32>(at, stringEnd - stringAt, 4);
  store<u32>(at, stringIsEscaped ? 2 : 1, 8);
  return true;
}

function slotAt(slot: usize): usize {
  return load<u32>(slotsAt + slot * SLOT_BYTES);
}

function slotLength(slot: usize): usize {
  return load<u32>(slotsAt + slot * SLOT_BYTES, 4);
}

function slotState(slot: usize): u32 {
  return load<u32>(slotsAt + slot * SLOT_BYTES, 8);
}

// ---- the event -------------------------------------------------------------------------------------------------------

/** Offsets of the result. */
const AT: usize = 0;
const AUDIT_KEY: usize = 8;
const CANONICAL_LENGTH: usize = 24;
const NAME_AT: usize = 28;
const NAME_LENGTH: usize = 32;
const COMBINATION: usize = 36;

/** Scans the `length` bytes at the input. */
export function scan(length: usize): i32 {
  pos = inputAt;
  end = inputAt + length;
  out = canonicalAt;
  members = membersAt;
  memory.fill(slotsAt, 0, SLOTS * SLOT_BYTES);
  if (length === 0 || load<u8>(pos) !== 0x7b || !scanObject(ROOT, 0) || pos !== end) return FALLBACK;
  store<u32>(resultAt, out - canonicalAt, CANONICAL_LENGTH);
  if (!isNative() || !readTime() || !readAuditID() || !readName() || !buildKey()) return FALLBACK;
  return findCombination();
}

/** kind and apiVersion must be both there, as kube-apiserver writes them, or both absent, as in the items of an EventList. */
function isNative(): bool {
  if (slotState(AUDIT_ID) !== 1 || slotState(VERB) === 0) return false;
  if (slotState(REQUEST_URI) === 0 && slotState(OBJECT_REF) === 0) return false;
  const kind = slotState(KIND);
  const apiVersion = slotState(API_VERSION);
  if (kind === 0 && apiVersion === 0) return true;
  // "Event" and "audit.k8s.io/v1", four bytes at a time.
  return (
    kind === 1 &&
    apiVersion === 1 &&
    slotLength(KIND) === 5 &&
    load<u32>(slotAt(KIND)) === 0x6e657645 &&
    load<u8>(slotAt(KIND) + 4) === 0x74 &&
    slotLength(API_VERSION) === 15 &&
    load<u32>(slotAt(API_VERSION)) === 0x69647561 &&
    load<u32>(slotAt(API_VERSION) + 4) === 0x386b2e74 &&
    load<u32>(slotAt(API_VERSION) + 8) === 0x6f692e73 &&
    load<u32>(slotAt(API_VERSION) + 11) === 0x31762f6f
  );
}

function digits2(at: usize): u32 {
  const a: u32 = <u32>load<u8>(at) - 48;
  const b: u32 = <u32>load<u8>(at + 1) - 48;
  return a > 9 || b > 9 ? 1000 : a * 10 + b;
}

/** YYYY-MM-DDTHH:MM:SS.ffffffZ, as kube-apiserver writes it; days after the 28th only where every month has them. */
function readTime(): bool {
  if (slotState(RECEIVED_AT) !== 1 || slotLength(RECEIVED_AT) !== 27) return false;
  const at = slotAt(RECEIVED_AT);
  if (load<u8>(at + 4) !== 0x2d || load<u8>(at + 7) !== 0x2d || load<u8>(at + 10) !== 0x54) return false;
  if (load<u8>(at + 13) !== 0x3a || load<u8>(at + 16) !== 0x3a || load<u8>(at + 19) !== 0x2e) return false;
  if (load<u8>(at + 26) !== 0x5a) return false;
  const year = digits2(at) * 100 + digits2(at + 2);
  const month = digits2(at + 5);
  const day = digits2(at + 8);
  const hour = digits2(at + 11);
  const minute = digits2(at + 14);
  const second = digits2(at + 17);
  const a = digits2(at + 20);
  const b = digits2(at + 22);
  const c = digits2(at + 24);
  if (year < 1971 || year > 2199 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false;
  if (hour > 23 || minute > 59 || second > 59 || a > 99 || b > 99 || c > 99) return false;
  const seconds: i64 = <i64>daysSince1970(year, month, day) * 86400 + (hour * 60 + minute) * 60 + second;
  store<f64>(resultAt, <f64>(seconds * 1000000 + (a * 10000 + b * 100 + c)), AT);
  return true;
}

function daysIn(year: u32, month: u32): u32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Years begin in March here, so that the leap day is the last of its year. */
function daysSince1970(year: u32, month: u32, day: u32): i32 {
  const y: i32 = month <= 2 ? year - 1 : year;
  const era: i32 = y / 400;
  const yearOfEra: i32 = y - era * 400;
  const monthFromMarch: i32 = month > 2 ? month - 3 : month + 9;
  const dayOfYear: i32 = (153 * monthFromMarch + 2) / 5 + day - 1;
  const dayOfEra: i32 = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** A UUID in the usual form, lower case, as sixteen bytes. */
function readAuditID(): bool {
  if (slotLength(AUDIT_ID) !== 36) return false;
  let from = slotAt(AUDIT_ID);
  for (let byte: usize = 0; byte < 16; byte++) {
    if (byte === 4 || byte === 6 || byte === 8 || byte === 10) {
      if (load<u8>(from++) !== 0x2d) return false;
    }
    const high = lowerHexDigit(load<u8>(from));
    const low = lowerHexDigit(load<u8>(from + 1));
    if ((high | low) < 0) return false;
    store<u8>(resultAt + AUDIT_KEY + byte, (high << 4) | low);
    from += 2;
  }
  return true;
}

function lowerHexDigit(c: u32): i32 {
  if (c >= 48 && c <= 57) return c - 48;
  return c >= 97 && c <= 102 ? c - 87 : -1;
}

const MAX_NAME_BYTES: usize = 256;

/** objectRef.name, or the path of a request that names no resource; only where UTF-16 units are bytes. */
function readName(): bool {
  let at: usize = 0;
  let length: usize = 0;
  if (slotState(NAME) !== 0 && slotLength(NAME) !== 0) {
    at = slotAt(NAME);
    length = slotLength(NAME);
  } else if (slotState(RESOURCE) === 0 || slotLength(RESOURCE) === 0) {
    at = slotAt(REQUEST_URI);
    const uriLength = slotLength(REQUEST_URI);
    while (length < uriLength && load<u8>(at + length) !== 0x3f) length++;
  }
  length = min(length, MAX_NAME_BYTES);
  for (let i: usize = 0; i < length; i++) {
    const c: u32 = load<u8>(at + i);
    if (c > 126 || c === 0x5c) return false;
  }
  store<u32>(resultAt, at, NAME_AT);
  store<u32>(resultAt, length, NAME_LENGTH);
  return true;
}

// ---- secrets -----------------------------------------------------------------------------------------------------------

let nibblesAt: usize = 0;
let wordsAt: usize = 0;
let wordCount: u32 = 0;

/** A word: its five letters, address and length of what follows them, 1 where it must be the end of a name. */
const WORD_BYTES: usize = 24;

/**
 * `nibbles`: eight tables of sixteen bytes. A word belongs to one of eight groups, a bit each; for each of its last four
 * letters a table by the lower and one by the upper half of a byte say which groups have a word with such a letter there.
 */
export function setWords(nibbles: usize, words: usize, count: u32): void {
  nibblesAt = nibbles;
  wordsAt = words;
  wordCount = count;
}

/**
 * False where the event scanned last holds nothing that lib/audit/redaction/may-hold-secrets.ts looks for. True means
 * that it has to be asked. The canonical text is as good as the original: it is another spelling of the same event, and
 * has no escape that could hide a letter.
 */
export function mayHoldSecrets(): bool {
  const textEnd = canonicalAt + load<u32>(resultAt, CANONICAL_LENGTH);
  const e = i8x16.splat(0x65);
  const y = i8x16.splat(0x79);
  const j = i8x16.splat(0x4a);
  const colon = i8x16.splat(0x3a);
  const slash = i8x16.splat(0x2f);
  const backslash = i8x16.splat(0x5c);
  const u = i8x16.splat(0x75);
  const none = i8x16.splat(0);
  const low0 = v128.load(nibblesAt);
  const high0 = v128.load(nibblesAt, 16);
  const low1 = v128.load(nibblesAt, 32);
  const high1 = v128.load(nibblesAt, 48);
  const low2 = v128.load(nibblesAt, 64);
  const high2 = v128.load(nibblesAt, 80);
  const low3 = v128.load(nibblesAt, 96);
  const high3 = v128.load(nibblesAt, 112);
  for (let at = canonicalAt; at < textEnd; at += 16) {
    const a = v128.load(at);
    const b = v128.load(at + 1);
    const c = v128.load(at + 2);
    const d = v128.load(at + 3);
    const isSlash = i8x16.eq(b, slash);
    // eyJ begins a JWT, :// an address that may hold a password, \u and \/ text within text.
    const jwt = v128.and(v128.and(i8x16.eq(a, e), i8x16.eq(b, y)), i8x16.eq(c, j));
    const address = v128.and(v128.and(i8x16.eq(a, colon), isSlash), i8x16.eq(c, slash));
    const escaped = v128.and(i8x16.eq(a, backslash), v128.or(isSlash, i8x16.eq(b, u)));
    if (v128.any_true(v128.or(v128.or(jwt, address), escaped))) return true;
    const groups = v128.and(
      v128.and(groupsOf(a, low0, high0), groupsOf(b, low1, high1)),
      v128.and(groupsOf(c, low2, high2), groupsOf(d, low3, high3)),
    );
    if (!v128.any_true(groups)) continue;
    for (let hits: u32 = i8x16.bitmask(i8x16.ne(groups, none)); hits !== 0; hits &= hits - 1) {
      const last = at + <usize>ctz(hits) + 3;
      if (last < textEnd && endsWord(last)) return true;
    }
  }
  return false;
}

/** Of sixteen letters, each one's groups. */
function groupsOf(letters: v128, low: v128, high: v128): v128 {
  return v128.and(
    i8x16.swizzle(low, v128.and(letters, i8x16.splat(0x0f))),
    i8x16.swizzle(high, i8x16.shr_u(letters, 4)),
  );
}

function fold(c: u32): u32 {
  return c >= 65 && c <= 90 ? c | 32 : c;
}

/** Whether a word's five letters end here, with what must follow them. */
function endsWord(at: usize): bool {
  let letters: u64 = 0;
  for (let i: usize = 0; i < 5; i++) letters |= (<u64>fold(load<u8>(at - 4 + i))) << (8 * i);
  for (let word: u32 = 0; word < wordCount; word++) {
    const entry = wordsAt + <usize>word * WORD_BYTES;
    if (load<u64>(entry) !== letters) continue;
    if (load<u32>(entry, 16) === 0) return true;
    const rest = load<u32>(entry, 8);
    const length = load<u32>(entry, 12);
    let i: usize = 0;
    while (i < length && fold(load<u8>(at + 1 + i)) === load<u8>(rest + i)) i++;
    if (i === length && endsName(at + 1 + i)) return true;
  }
  return false;
}

/** As in may-hold-secrets.ts. */
function endsName(at: usize): bool {
  const c: u32 = load<u8>(at);
  if (c === 0x5c || c === 61) return true;
  if (c !== 0x22) return false;
  if (load<u8>(at + 1) !== 58) return true;
  const value: u32 = load<u8>(at + 2);
  return !(value === 123 || value === 110 || value === 116 || value === 102);
}

// ---- combinations that were met -----------------------------------------------------------------------------------------

const MAX_KEY_BYTES: usize = 4096;
/** A power of two, at most half of it used. */
const BUCKETS: u32 = 131072;
const MAX_REMEMBERED: u32 = 60000;

// biome-ignore lint/correctness/noPrecisionLoss: an unsigned integer of 64 bits here
const MIX_EACH: u64 = 0x9e3779b97f4a7c15;
// biome-ignore lint/correctness/noPrecisionLoss: the same
const MIX_LAST: u64 = 0xbf58476d1ce4e5b9;
let seed: u64 = 0;
let keyLength: usize = 0;
let keyHash: u32 = 0;
let remembered: u32 = 0;
let arenaPos: usize = 0;

/** The texts that the facet values come from, one after another, each with its length and whether it has escapes. */
function buildKey(): bool {
  let to = keyAt;
  for (let slot: usize = FIRST_OF_KEY; slot < FIRST_OF_KEY + keySlots; slot++) {
    const length = slotLength(slot);
    store<u32>(to, ((<u32>length) << 2) | slotState(slot));
    to += 4;
    if (to + length + 16 > keyAt + MAX_KEY_BYTES) return false;
    memory.copy(to, slotAt(slot), length);
    to += length;
  }
  keyLength = to - keyAt;
  store<u64>(to, 0);
  keyHash = hashOfKey();
  return true;
}

function hashOfKey(): u32 {
  let h: u64 = seed ^ keyLength;
  for (let i: usize = 0; i < keyLength; i += 8) {
    h = (h ^ load<u64>(keyAt + i)) * MIX_EACH;
    h ^= h >> 29;
  }
  h *= MIX_LAST;
  return <u32>(h >> 32);
}

/** A bucket: address of the key (0 = empty), its length, its hash, the combination. */
const BUCKET_BYTES: usize = 16;

function bucketOfKey(): usize {
  let slot = keyHash & (BUCKETS - 1);
  while (true) {
    const bucket = bucketsAt + <usize>slot * BUCKET_BYTES;
    const at = load<u32>(bucket);
    if (at === 0) return bucket;
    if (load<u32>(bucket, 8) === keyHash && load<u32>(bucket, 4) === <u32>keyLength && same(at, keyAt, keyLength))
      return bucket;
    slot = (slot + 1) & (BUCKETS - 1);
  }
}

function findCombination(): i32 {
  const bucket = bucketOfKey();
  if (load<u32>(bucket) === 0) return UNKNOWN_COMBINATION;
  store<u32>(resultAt, load<u32>(bucket, 12), COMBINATION);
  return OK;
}

/** The combination of the event scanned last. What was remembered is forgotten when there is no room left. */
export function remember(combination: u32): void {
  if (remembered >= MAX_REMEMBERED || arenaPos + keyLength > arenaEnd) forget();
  const bucket = bucketOfKey();
  memory.copy(arenaPos, keyAt, keyLength);
  store<u32>(bucket, arenaPos);
  store<u32>(bucket, keyLength, 4);
  store<u32>(bucket, keyHash, 8);
  store<u32>(bucket, combination, 12);
  arenaPos += keyLength;
  remembered++;
}

export function forget(): void {
  memory.fill(bucketsAt, 0, <usize>BUCKETS * BUCKET_BYTES);
  remembered = 0;
  arenaPos = arenaAt;
}
