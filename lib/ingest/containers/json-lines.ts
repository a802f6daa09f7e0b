/**
 * One value a line: what kube-apiserver's log backend writes. A line break inside a JSON string is always escaped, so a
 * broken line costs that line alone.
 */
import { OversizedValue } from '@/lib/ingest/bad-input';
import type { Container } from '@/lib/ingest/containers/container';
import { type InputItem, MAX_VALUE_BYTES } from '@/lib/ingest/input-value';

const NEWLINE = 10;

export const jsonLines: Container = { name: 'JSON lines', read: readLines };

async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<InputItem[], void, void> {
  let rest: Buffer | null = null;
  let oversized: OversizedValue | null = null;
  let lineNumber = 1;
  let offset = 0;
  for await (const chunk of chunks) {
    const items: InputItem[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end < 0) break;
      const part = chunk.subarray(start, end);
      if (oversized) {
        oversized.add(part);
        items.push({ bad: oversized.finish(tooLong) });
        oversized = null;
      } else if (rest) {
        const line: Buffer = Buffer.concat([rest, part]);
        pushLine(items, line, lineNumber, offset - rest.length);
        rest = null;
      } else {
        pushLine(items, part, lineNumber, offset + start);
      }
      start = end + 1;
      lineNumber++;
    }
    const tail = chunk.subarray(start);
    if (oversized) {
      oversized.add(tail);
    } else if (tail.length > 0) {
      // A copy, so that a long line does not keep every chunk it runs through alive.
      const grown: Buffer = rest ? Buffer.concat([rest, tail]) : Buffer.from(tail);
      if (grown.length > MAX_VALUE_BYTES) {
        oversized = new OversizedValue(lineNumber, offset + chunk.length - grown.length);
        oversized.add(grown);
        rest = null;
      } else {
        rest = grown;
      }
    }
    offset += chunk.length;
    if (items.length > 0) yield items;
  }
  const last: InputItem[] = [];
  if (oversized) last.push({ bad: oversized.finish(tooLong) });
  if (rest) pushLine(last, rest, lineNumber, offset - rest.length);
  if (last.length > 0) yield last;
}

function tooLong(byteLength: number): string {
  return `the line is ${byteLength} bytes long; an audit event has at most ${MAX_VALUE_BYTES}`;
}

function pushLine(items: InputItem[], line: Buffer, lineNumber: number, byteOffset: number): void {
  let start = 0;
  let end = line.length;
  while (end > start && isBlank(line[end - 1] as number)) end--;
  while (start < end && isBlank(line[start] as number)) start++;
  if (start === end) return;
  // Nearly every line has nothing around it, and a view is garbage that is made for each.
  const bytes = start === 0 && end === line.length ? line : line.subarray(start, end);
  items.push({ value: { bytes, lineNumber, byteOffset: byteOffset + start } });
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13;
}
