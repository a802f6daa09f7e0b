/**
 * A container runtime's log (CRI): `<time> stdout F <text>`. Lines longer than 16 KiB are cut by the runtime and marked `P`, up
 * to one marked `F`; their parts are one value here. Whole lines pass as they are: line-prefix.ts takes their head off.
 */
import { badInput, OversizedValue } from '@/lib/ingest/bad-input';
import type { Container } from '@/lib/ingest/containers/container';
import { jsonLines } from '@/lib/ingest/containers/json-lines';
import { type InputItem, type InputValue, MAX_VALUE_BYTES } from '@/lib/ingest/input-value';

export const CRI_LINE = /^\S{1,64} (stdout|stderr) ([PF])(?::\S{0,64})? /;
/** No head is longer. */
const MAX_HEAD = 160;

export const criLines: Container = { name: 'lines', read: readJoined };

async function* readJoined(chunks: AsyncIterable<Buffer>): AsyncGenerator<InputItem[], void, void> {
  const streams = { stdout: new PartialLine(), stderr: new PartialLine() };
  for await (const items of jsonLines.read(chunks)) {
    const ready = items.flatMap((item) => {
      const head = item.value ? CRI_LINE.exec(item.value.bytes.toString('latin1', 0, MAX_HEAD)) : null;
      if (!item.value || !head) return [item];
      return streams[head[1] as 'stdout' | 'stderr'].take(item.value, head[0].length, head[2] === 'P');
    });
    if (ready.length > 0) yield ready;
  }
  const rest = [...streams.stdout.end(), ...streams.stderr.end()];
  if (rest.length > 0) yield rest;
}

class PartialLine {
  private first: InputValue | null = null;
  private parts: Buffer[] = [];
  private length = 0;
  private oversized: OversizedValue | null = null;

  take(value: InputValue, head: number, partial: boolean): InputItem[] {
    if (!partial && this.first === null) return [{ value }];
    this.first ??= { ...value, byteOffset: value.byteOffset + head };
    this.add(Buffer.from(value.bytes.subarray(head)));
    return partial ? [] : [this.finish((joined) => ({ value: joined }))];
  }

  end(): InputItem[] {
    const cut = 'the input ends inside a line that the container runtime wrote in parts';
    return this.first === null ? [] : [this.finish((joined) => ({ bad: badInput(joined, cut) }))];
  }

  private add(part: Buffer): void {
    this.length += part.length;
    if (this.oversized) {
      this.oversized.add(part);
      return;
    }
    this.parts.push(part);
    if (this.length <= MAX_VALUE_BYTES) return;
    const { lineNumber, byteOffset } = this.first as InputValue;
    this.oversized = new OversizedValue(lineNumber, byteOffset);
    for (const piece of this.parts) this.oversized.add(piece);
    this.parts = [];
  }

  private finish(whole: (joined: InputValue) => InputItem): InputItem {
    const { lineNumber, byteOffset } = this.first as InputValue;
    const tooLong = (bytes: number) => `the line is ${bytes} bytes long; an audit event has at most ${MAX_VALUE_BYTES}`;
    const item = this.oversized
      ? { bad: this.oversized.finish(tooLong) }
      : whole({ bytes: Buffer.concat(this.parts), lineNumber, byteOffset });
    this.first = null;
    this.parts = [];
    this.length = 0;
    this.oversized = null;
    return item;
  }
}
