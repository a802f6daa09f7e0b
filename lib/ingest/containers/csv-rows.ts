/**
 * Rows of a CSV file (RFC 4180: a quoted field may hold line breaks, a quote in it is written twice). A scanner finds where
 * each row ends without reading its fields, so that the evidence is the very bytes; each is yielded under the row of column
 * names, where the file has one, and can so be read by itself.
 */
import { badInput, OversizedValue } from '@/lib/ingest/bad-input';
import type { Container } from '@/lib/ingest/containers/container';
import { type InputItem, MAX_VALUE_BYTES } from '@/lib/ingest/input-value';

/** Longer first rows are no column names; they would be written again for every row. */
const MAX_HEADER = 16 * 1024;
const [QUOTE, COMMA, NEWLINE, CARRIAGE_RETURN] = [34, 44, 10, 13];

export const csvTable: Container = { name: 'CSV', read: (chunks) => readRows(chunks, true) };
export const csvRows: Container = { name: 'CSV', read: (chunks) => readRows(chunks, false) };

async function* readRows(chunks: AsyncIterable<Buffer>, hasHeader: boolean): AsyncGenerator<InputItem[], void, void> {
  const scanner = new RowScanner(hasHeader);
  for await (const chunk of chunks) {
    const items = scanner.push(chunk);
    if (items.length > 0) yield items;
  }
  const last = scanner.end();
  if (last.length > 0) yield last;
}

class RowScanner {
  private header: Buffer | null = null;
  private quoted = false;
  /** The last byte was a quote inside a quoted field: its end, or the first of two. */
  private quotePending = false;
  private atFieldStart = true;
  private line = 1;
  private rowLine = 1;
  private rowOffset = 0;
  private offset = 0;
  private carried: Buffer[] = [];
  private carriedLength = 0;
  private oversized: OversizedValue | null = null;

  constructor(private readonly hasHeader: boolean) {}

  push(chunk: Buffer): InputItem[] {
    const items: InputItem[] = [];
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (byte === NEWLINE) this.line++;
      if (this.quoted) {
        if (byte === QUOTE) this.quotePending = !this.quotePending;
        else if (!this.quotePending) continue;
        else this.quoted = this.quotePending = false;
      }
      if (this.quoted) continue;
      if (byte === NEWLINE) {
        this.finishRow(chunk.subarray(start, i), items);
        start = i + 1;
        this.atFieldStart = true;
        this.rowLine = this.line;
        this.rowOffset = this.offset + start;
      } else if (byte === QUOTE && this.atFieldStart) {
        this.quoted = true;
        this.atFieldStart = false;
      } else {
        this.atFieldStart = byte === COMMA;
      }
    }
    this.carry(chunk.subarray(start));
    this.offset += chunk.length;
    return items;
  }

  end(): InputItem[] {
    const items: InputItem[] = [];
    const open = this.quoted && !this.quotePending;
    if (this.carriedLength > 0 || this.oversized) this.finishRow(Buffer.alloc(0), items, open);
    return items;
  }

  private finishRow(tail: Buffer, items: InputItem[], open = false): void {
    const place = { lineNumber: this.rowLine, byteOffset: this.rowOffset };
    if (this.oversized) {
      this.oversized.add(tail);
      items.push({ bad: this.oversized.finish(tooLong) });
      this.oversized = null;
      return;
    }
    const bytes = withoutReturn(this.carriedLength > 0 ? Buffer.concat([...this.carried, tail]) : tail);
    this.carried = [];
    this.carriedLength = 0;
    if (bytes.length === 0) return;
    if (open) {
      items.push({ bad: badInput({ bytes, ...place }, 'the input ends inside a quoted field: this row is cut off') });
    } else if (this.hasHeader && this.header === null && bytes.length <= MAX_HEADER) {
      this.header = Buffer.concat([bytes, Buffer.from('\n')]);
    } else {
      items.push({
        value: { bytes: this.header ? Buffer.concat([this.header, bytes]) : Buffer.from(bytes), ...place },
      });
    }
  }

  private carry(part: Buffer): void {
    if (part.length === 0) return;
    if (this.oversized) {
      this.oversized.add(part);
      return;
    }
    // A copy: the chunk is not kept alive for the beginning of a row.
    this.carried.push(Buffer.from(part));
    this.carriedLength += part.length;
    if (this.carriedLength <= MAX_VALUE_BYTES) return;
    this.oversized = new OversizedValue(this.rowLine, this.rowOffset);
    for (const piece of this.carried) this.oversized.add(piece);
    this.carried = [];
    this.carriedLength = 0;
  }
}

function withoutReturn(bytes: Buffer): Buffer {
  return bytes[bytes.length - 1] === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
}

function tooLong(byteLength: number): string {
  return `the row is ${byteLength} bytes long; an audit event has at most ${MAX_VALUE_BYTES}`;
}
