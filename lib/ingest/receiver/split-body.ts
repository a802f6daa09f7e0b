/**
 * A request's body as batches of values, by the same reading and recognising as a file's bytes: gzip or not, an EventList,
 * an array, JSON lines. The whole is unpacked before its first value is given: a body over the limit is refused with
 * nothing of it stored.
 */
import { Readable } from 'node:stream';
import { badInput } from '@/lib/ingest/bad-input';
import { jsonValues } from '@/lib/ingest/containers/json-values';
import { recogniseContainer } from '@/lib/ingest/containers/recognise-container';
import { type InputItem, type InputValue, MAX_VALUE_BYTES } from '@/lib/ingest/input-value';
import { readInput } from '@/lib/ingest/read-input';
import { type ValueBatch, ValueBatchBuilder } from '@/lib/ingest/value-batch';
import { IngestRefusal } from './ingest-refusal';

/** Largest body, as sent and unpacked: kube-apiserver's batches have 0.4 to 1.5 MB. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;
const SLICE_BYTES = 1024 * 1024;
/** How kube-apiserver's bodies begin. */
const LIST = /^\s*\{\s*"kind"\s*:\s*"EventList"[^{}[\]]*(?:"metadata"\s*:\s*\{[^{}[\]]*\}[^{}[\]]*)?"items"\s*:\s*\[/;

/** Throws IngestRefusal. A body without values gives one empty batch, so that the request is counted. */
export async function* splitBody(body: Uint8Array): AsyncGenerator<ValueBatch, void, void> {
  const { chunks, lines, cutOff } = await unpack(body);
  const head = headOf(chunks);
  // A short list in one line counts as a line in a file; here its items are values each, so that one can be set aside alone.
  const container = LIST.test(head.toString('latin1', 0, 4096)) ? jsonValues : recogniseContainer(head);
  const builder = new ValueBatchBuilder();
  let given = false;
  for await (const items of container.read(inSlices(chunks))) {
    for (const item of items) {
      builder.add(isTooLong(item) ? { bad: badInput(item.value, tooLong(item.value.bytes.length)) } : item);
      if (!builder.isFull()) continue;
      given = true;
      yield builder.take();
    }
  }
  if (cutOff !== null) {
    builder.add({ bad: badInput({ bytes: Buffer.alloc(0), lineNumber: lines, byteOffset: 0 }, cutOff) });
  }
  if (builder.size > 0 || !given) yield builder.take();
}

async function unpack(body: Uint8Array): Promise<{ chunks: Buffer[]; lines: number; cutOff: string | null }> {
  const input = readInput(Readable.from([Buffer.from(body.buffer, body.byteOffset, body.byteLength)]));
  const chunks: Buffer[] = [];
  let length = 0;
  let lines = 1;
  for await (const chunk of input.chunks) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) {
      throw new IngestRefusal(
        'too_large',
        `The body unpacks to more than ${MAX_BODY_BYTES / 1024 ** 2} MiB. Send smaller batches; nothing of this one was stored.`,
      );
    }
    for (let i = chunk.indexOf(10); i >= 0; i = chunk.indexOf(10, i + 1)) lines++;
    chunks.push(chunk);
  }
  return { chunks, lines, cutOff: input.cutOff() };
}

function headOf(chunks: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  for (const chunk of chunks) {
    if (length >= HEAD_BYTES) break;
    const part = chunk.subarray(0, HEAD_BYTES - length);
    parts.push(part);
    length += part.length;
  }
  return Buffer.concat(parts);
}

/** A value is found too long only where it goes from one chunk into the next: short ones keep it from being held whole. */
async function* inSlices(chunks: readonly Buffer[]): AsyncGenerator<Buffer, void, void> {
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i += SLICE_BYTES) yield chunk.subarray(i, i + SLICE_BYTES);
  }
}

function isTooLong(item: InputItem): item is { value: InputValue } {
  return item.value !== undefined && item.value.bytes.length > MAX_VALUE_BYTES;
}

function tooLong(length: number): string {
  return `the value is ${length} bytes long; an audit event has at most ${MAX_VALUE_BYTES}`;
}
