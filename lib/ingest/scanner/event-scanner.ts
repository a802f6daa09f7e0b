/**
 * The scanner of native events: assembly/event-scanner.ts compiled to WebAssembly, its memory, and its answers. One scanner
 * per parsing thread; each answer is about the event scanned last.
 */
import { hash, randomBytes } from 'node:crypto';
import { SECRET_WORDS } from '@/lib/audit/redaction/may-hold-secrets';
import { eventScannerWasm } from '@/lib/ingest/scanner/generated/event-scanner-wasm';
import { FACET_SLOT_COUNT, KIND_COUNT, knownKeyList } from '@/lib/ingest/scanner/scanner-fields';

/** Longer values are left to the parser. */
export const MAX_SCANNED_BYTES = 1024 * 1024;

const SLACK = 64;
const TABLE_ENTRIES = 64;
const ENTRY_BYTES = 12;
const WORD_BYTES = 24;
/** Two for each of the last four letters of a word. */
const NIBBLE_TABLES = 8;
const PAGE = 65_536;
const REMEMBERED_BYTES = 12 * 1024 * 1024;
const BUCKET_BYTES = 131_072 * 16;
const KEY_BYTES = 4096 + SLACK;

/** What `scan` says. */
export const SCANNED = 0;
export const UNKNOWN_COMBINATION = 1;
export const NOT_SCANNED = 2;

type Exports = {
  initialise(...addresses: [...number[], bigint]): void;
  setKeySlots(count: number): void;
  setWords(nibbles: number, words: number, count: number): void;
  mayHoldSecrets(): number;
  scan(length: number): number;
  remember(combination: number): void;
};

let compiled: WebAssembly.Module | undefined;

export class EventScanner {
  private readonly exports: Exports;
  private readonly bytes: Buffer;
  private readonly input: Uint8Array;
  private readonly resultTime: Float64Array;
  private readonly resultNumbers: Uint32Array;
  private readonly canonicalStart: number;
  private length = 0;
  /** The auditID of the event scanned last. */
  readonly auditKey: Uint8Array;

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(eventScannerWasm, 'base64'));
    let next = PAGE;
    const area = (length: number) => {
      const start = next;
      next += Math.ceil(length / 16) * 16;
      return start;
    };
    const keys = knownKeyList();
    // A zero stands before the input: with it the bytes are what the event's leaf in the evidence is the hash of.
    const input = area(16 + MAX_SCANNED_BYTES + SLACK) + 16;
    const canonical = area(MAX_SCANNED_BYTES + SLACK);
    const scratch = area(MAX_SCANNED_BYTES + SLACK);
    const members = area(256 * 1024);
    const membersEnd = next;
    const tables = area((KIND_COUNT + 1) * TABLE_ENTRIES * ENTRY_BYTES);
    const slots = area(32 * 12);
    const result = area(64);
    const key = area(KEY_BYTES);
    const words = SECRET_WORDS.flatMap(({ letters, rests }) => (rests ?? [null]).map((rest) => ({ letters, rest })));
    const nibbles = area(NIBBLE_TABLES * 16);
    const wordTable = area(words.length * WORD_BYTES);
    const wordTexts = area(words.reduce((sum, { rest }) => sum + (rest?.length ?? 0), 0));
    const keyTexts = area(keys.reduce((sum, { key }) => sum + key.length + 16, 0));
    const buckets = area(BUCKET_BYTES);
    const arena = area(REMEMBERED_BYTES);
    const memory = new WebAssembly.Memory({ initial: Math.ceil((next + SLACK) / PAGE) });
    this.exports = new WebAssembly.Instance(compiled, { env: { memory, abort: unreachable } })
      .exports as unknown as Exports;
    this.bytes = Buffer.from(memory.buffer);
    this.input = new Uint8Array(memory.buffer, input, MAX_SCANNED_BYTES);
    this.canonicalStart = canonical;
    this.resultTime = new Float64Array(memory.buffer, result, 1);
    this.auditKey = new Uint8Array(memory.buffer, result + 8, 16);
    this.resultNumbers = new Uint32Array(memory.buffer, result + 24, 4);
    this.fillTables(keys, tables, keyTexts);
    const seed = randomBytes(8).readBigUInt64LE();
    this.exports.initialise(
      input,
      canonical,
      scratch,
      members,
      membersEnd,
      tables,
      slots,
      result,
      key,
      buckets,
      arena,
      next,
      BigInt.asIntN(64, seed),
    );
    this.exports.setKeySlots(FACET_SLOT_COUNT);
    this.fillNibbles(nibbles);
    this.fillWords(words, wordTable, wordTexts);
    this.exports.setWords(nibbles, wordTable, words.length);
  }

  /** One value's bytes, valid UTF-8, at most MAX_SCANNED_BYTES: SCANNED, UNKNOWN_COMBINATION or NOT_SCANNED. */
  scan(value: Uint8Array): number {
    this.input.set(value);
    this.length = value.length;
    return this.exports.scan(value.length);
  }

  /** requestReceivedTimestamp in microseconds. */
  get at(): number {
    return this.resultTime[0] as number;
  }

  /** What was said to `remember` for an event with the same facet values. */
  get combination(): number {
    return this.resultNumbers[3] as number;
  }

  /** SHA-256 of the canonical event, a character a byte: half the time of a Buffer. */
  hash(): string {
    const length = this.resultNumbers[0] as number;
    return hash('sha256', this.bytes.subarray(this.canonicalStart, this.canonicalStart + length), 'binary');
  }

  /** The event's leaf in the evidence's Merkle tree (lib/evidence/merkle-tree.ts), a character a byte. */
  leafHash(): string {
    const start = this.input.byteOffset - 1;
    return hash('sha256', this.bytes.subarray(start, start + 1 + this.length), 'binary');
  }

  /** ASCII; empty where there is none. */
  get name(): Uint8Array {
    const start = this.resultNumbers[1] as number;
    return this.bytes.subarray(start, start + (this.resultNumbers[2] as number));
  }

  remember(combination: number): void {
    this.exports.remember(combination);
  }

  /** False where the event scanned last certainly holds no secret; true asks for a closer look. */
  mayHoldSecrets(): boolean {
    return this.exports.mayHoldSecrets() !== 0;
  }

  /** Words with the same end share a group: what is found of one is looked up among all of them anyway. */
  private fillNibbles(tables: number): void {
    const ends: string[] = [];
    for (const { letters } of SECRET_WORDS) {
      const end = letters.slice(-3);
      if (!ends.includes(end)) ends.push(end);
      const group = 1 << (ends.indexOf(end) % 8);
      [...letters.slice(-4)].forEach((letter, i) => {
        for (const spelled of [letter, letter.toUpperCase()]) {
          const code = spelled.charCodeAt(0);
          const low = tables + 32 * i + (code & 15);
          const high = tables + 32 * i + 16 + (code >> 4);
          this.bytes[low] = (this.bytes[low] as number) | group;
          this.bytes[high] = (this.bytes[high] as number) | group;
        }
      });
    }
  }

  private fillWords(words: readonly { letters: string; rest: string | null }[], table: number, texts: number): void {
    let textAt = texts;
    words.forEach(({ letters, rest }, i) => {
      const entry = table + i * WORD_BYTES;
      this.bytes.write(letters, entry, 'latin1');
      this.bytes.writeUInt32LE(textAt, entry + 8);
      this.bytes.writeUInt32LE(rest?.length ?? 0, entry + 12);
      this.bytes.writeUInt32LE(rest === null ? 0 : 1, entry + 16);
      textAt += this.bytes.write(rest ?? '', textAt, 'latin1');
    });
  }

  private fillTables(keys: ReturnType<typeof knownKeyList>, tables: number, texts: number): void {
    let textAt = texts;
    for (const { kind, key, action } of keys) {
      const length = this.bytes.write(key, textAt, 'latin1');
      const table = tables + kind * TABLE_ENTRIES * ENTRY_BYTES;
      let slot = (length * 7 + key.charCodeAt(0) * 3 + key.charCodeAt(length - 1)) % TABLE_ENTRIES;
      while (this.bytes.readUInt32LE(table + slot * ENTRY_BYTES + 8) !== 0) slot = (slot + 1) % TABLE_ENTRIES;
      const entry = table + slot * ENTRY_BYTES;
      this.bytes.writeUInt32LE(textAt, entry);
      this.bytes.writeUInt32LE(length, entry + 4);
      this.bytes.writeUInt32LE(action, entry + 8);
      textAt += length;
    }
  }
}

function unreachable(): never {
  throw new Error('the event scanner stopped: it has met a state that it was not made for');
}
