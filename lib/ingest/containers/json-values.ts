/**
 * JSON values that are not one a line: an array, a list in an object (an EventList's `items`, a cloud's `records`), a
 * pretty-printed object, objects one after another. A byte scanner finds where each value begins and ends without parsing
 * it, so that the evidence is the very bytes and a list of any length streams through.
 *
 * States: `depth` counts open brackets; a value is emitted when the bracket closes that opened at `emitDepth`: 0 for
 * values one after another, 1 for elements of an array, 2 for elements of a list in an object.
 */
import { badInput, OversizedValue } from '@/lib/ingest/bad-input';
import type { Container } from '@/lib/ingest/containers/container';
import { type InputItem, MAX_VALUE_BYTES } from '@/lib/ingest/input-value';

const [QUOTE, BACKSLASH, NEWLINE, COMMA, COLON] = [34, 92, 10, 44, 58];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [123, 125, 91, 93];

/**
 * Keys under which an object at the top holds a list: EventList, Event Hub, CloudWatch's filter-log-events and
 * get-query-results. No audit event has one of them at its top.
 */
const LIST_KEYS: ReadonlySet<string> = new Set(['items', 'records', 'events', 'results']);
const LONGEST_LIST_KEY = Math.max(...[...LIST_KEYS].map((key) => key.length));

export const jsonValues: Container = { name: 'JSON', read: readValues };

async function* readValues(chunks: AsyncIterable<Buffer>): AsyncGenerator<InputItem[], void, void> {
  const scanner = new ValueScanner();
  for await (const chunk of chunks) {
    const items = scanner.push(chunk);
    if (items.length > 0) yield items;
  }
  const last = scanner.end();
  if (last.length > 0) yield last;
}

/** The elements of the list in one object's bytes, as slices; empty where it has none. */
export function sliceListItems(bytes: Buffer, lineNumber: number, byteOffset: number): InputItem[] {
  const scanner = new ValueScanner(lineNumber, byteOffset);
  return [...scanner.push(bytes), ...scanner.end()];
}

class ValueScanner {
  private depth = 0;
  private emitDepth = 0;
  private inString = false;
  private escaped = false;
  /** The beginning of the string read last at depth 1 of an object, to see the key `items`; null elsewhere. */
  private key: string | null = null;
  private afterListKey = false;
  /** Between the end of a list's items and the end of the object around them. */
  private skipEnvelope = false;
  /** Start of the value being read, in the current chunk; -1 when none. Earlier chunks' bytes are in `carried`. */
  private start = -1;
  private carried: Buffer[] = [];
  private carriedLength = 0;
  private oversized: OversizedValue | null = null;
  private valueLine = 0;
  private valueOffset = 0;

  constructor(
    private line = 1,
    private offset = 0,
  ) {}

  push(chunk: Buffer): InputItem[] {
    const items: InputItem[] = [];
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.inString = false;
        else if (byte === NEWLINE) this.line++;
        if (this.inString && this.key !== null && this.key.length <= LONGEST_LIST_KEY) {
          this.key += String.fromCharCode(byte);
        }
        continue;
      }
      if (byte === QUOTE) {
        if (this.start < 0 && this.depth === this.emitDepth) this.begin(i);
        this.inString = true;
        this.key = this.depth === 1 && this.emitDepth === 0 ? '' : null;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.open(byte, i);
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.close(chunk, i, items);
      } else if (byte === NEWLINE) {
        this.line++;
        this.endScalar(chunk, i, items);
      } else if (byte === COMMA || byte === 32 || byte === 9 || byte === 13) {
        if (byte === COMMA) this.afterListKey = false;
        this.endScalar(chunk, i, items);
      } else if (byte === COLON) {
        const atTop = this.depth === 1 && this.emitDepth === 0;
        this.afterListKey = atTop && this.key !== null && LIST_KEYS.has(this.key);
      } else if (this.start < 0 && this.depth === this.emitDepth) {
        this.begin(i);
      }
    }
    this.carry(chunk);
    this.offset += chunk.length;
    return items;
  }

  /** What is left at the end of the input: an unfinished value, or a list that was never closed. */
  end(): InputItem[] {
    const items: InputItem[] = [];
    const cut = 'the input ends in the middle of this value: it is truncated, or a bracket or quote is missing';
    if (this.oversized) {
      items.push({ bad: this.oversized.finish(tooLong) });
    } else if (this.start >= 0 || this.carriedLength > 0) {
      const bytes = Buffer.concat(this.carried);
      const value = { bytes, lineNumber: this.valueLine, byteOffset: this.valueOffset };
      if (this.depth > this.emitDepth || this.inString) items.push({ bad: badInput(value, cut) });
      else items.push({ value });
    } else if (this.depth > 0 && this.emitDepth > 0) {
      const value = { bytes: Buffer.alloc(0), lineNumber: this.line, byteOffset: this.offset };
      items.push({ bad: badInput(value, 'the input ends before the list is closed: events may be missing') });
    }
    return items;
  }

  private open(byte: number, i: number): void {
    if (this.depth === 0 && this.emitDepth === 0 && byte === OPEN_BRACKET && !this.skipEnvelope) {
      this.emitDepth = 1;
      this.depth = 1;
      return;
    }
    if (this.depth === 1 && this.emitDepth === 0 && this.afterListKey && byte === OPEN_BRACKET) {
      // The object is a list: what was read of it so far is its envelope, not a value.
      this.discard();
      this.emitDepth = 2;
      this.depth = 2;
      this.afterListKey = false;
      return;
    }
    if (this.start < 0 && this.carriedLength === 0 && !this.oversized && this.depth === this.emitDepth) this.begin(i);
    this.depth++;
  }

  private close(chunk: Buffer, i: number, items: InputItem[]): void {
    if (this.depth === this.emitDepth) {
      this.endScalar(chunk, i, items);
      // The list itself closes; what follows is its envelope or the next value.
      if (this.depth > 0) this.depth--;
      this.skipEnvelope = this.emitDepth === 2;
      this.emitDepth = 0;
      return;
    }
    this.depth--;
    if (this.skipEnvelope) {
      if (this.depth === 0) {
        this.skipEnvelope = false;
        this.discard();
      }
      return;
    }
    if (this.depth === this.emitDepth) this.emit(chunk, i + 1, items);
  }

  private begin(i: number): void {
    if (this.skipEnvelope || this.carriedLength > 0 || this.oversized) return;
    this.start = i;
    this.valueLine = this.line;
    this.valueOffset = this.offset + i;
  }

  /** A number, word or string where a value was expected: no event, but to be reported. */
  private endScalar(chunk: Buffer, i: number, items: InputItem[]): void {
    const reading = this.start >= 0 || this.carriedLength > 0 || this.oversized !== null;
    if (reading && this.depth === this.emitDepth) this.emit(chunk, i, items);
  }

  private emit(chunk: Buffer, end: number, items: InputItem[]): void {
    const part = this.start >= 0 ? chunk.subarray(this.start, end) : chunk.subarray(0, end);
    if (this.oversized) {
      this.oversized.add(part);
      items.push({ bad: this.oversized.finish(tooLong) });
    } else {
      const bytes = this.carriedLength > 0 ? Buffer.concat([...this.carried, part]) : part;
      items.push({ value: { bytes, lineNumber: this.valueLine, byteOffset: this.valueOffset } });
    }
    this.discard();
  }

  private discard(): void {
    this.start = -1;
    this.carried = [];
    this.carriedLength = 0;
    this.oversized = null;
    this.key = null;
  }

  private carry(chunk: Buffer): void {
    if (this.start < 0 && this.carriedLength === 0 && !this.oversized) return;
    const part = Buffer.from(this.start >= 0 ? chunk.subarray(this.start) : chunk);
    this.start = -1;
    if (this.oversized) {
      this.oversized.add(part);
      return;
    }
    this.carried.push(part);
    this.carriedLength += part.length;
    if (this.carriedLength > MAX_VALUE_BYTES) {
      this.oversized = new OversizedValue(this.valueLine, this.valueOffset);
      for (const piece of this.carried) this.oversized.add(piece);
      this.carried = [];
      this.carriedLength = 0;
    }
  }
}

function tooLong(byteLength: number): string {
  return `the value is ${byteLength} bytes long; an audit event has at most ${MAX_VALUE_BYTES}`;
}
