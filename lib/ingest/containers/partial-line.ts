/** A line that arrives in parts, because a container runtime cuts lines at 16 KiB; never more than one value is held. */
import { badInput, OversizedValue } from '@/lib/ingest/bad-input';
import { type InputItem, type InputValue, MAX_VALUE_BYTES } from '@/lib/ingest/input-value';

export class PartialLine {
  private first: InputValue | null = null;
  private parts: Buffer[] = [];
  private length = 0;
  private oversized: OversizedValue | null = null;

  isOpen(): boolean {
    return this.first !== null;
  }

  /** `text` is what the part holds, `value` its line of the input. */
  add(value: InputValue, text: Buffer): void {
    this.first ??= value;
    this.length += text.length;
    if (this.oversized) {
      this.oversized.add(text);
      return;
    }
    // A copy: the part outlives the chunk that it is a view of.
    this.parts.push(Buffer.from(text));
    if (this.length <= MAX_VALUE_BYTES) return;
    this.oversized = new OversizedValue(this.first.lineNumber, this.first.byteOffset);
    for (const part of this.parts) this.oversized.add(part);
    this.parts = [];
  }

  /** The whole line, at the place of its first part. */
  finish(): InputItem {
    const item = this.oversized ? { bad: this.oversized.finish(tooLong) } : { value: this.joined() };
    this.first = null;
    this.parts = [];
    this.length = 0;
    this.oversized = null;
    return item;
  }

  /** What is left when the input ends. */
  end(): InputItem[] {
    if (this.first === null) return [];
    const item = this.finish();
    const cut = 'the input ends inside a line that the container runtime wrote in parts';
    return [item.value ? { bad: badInput(item.value, cut) } : item];
  }

  private joined(): InputValue {
    const { lineNumber, byteOffset } = this.first as InputValue;
    return { bytes: Buffer.concat(this.parts), lineNumber, byteOffset };
  }
}

function tooLong(byteLength: number): string {
  return `the line is ${byteLength} bytes long; an audit event has at most ${MAX_VALUE_BYTES}`;
}
