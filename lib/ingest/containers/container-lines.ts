/**
 * The log of a container as its runtime writes it: `<time> stdout F <text>` (CRI) or `{"log":"<text>\n","stream":…}` (Docker's
 * json-file). Lines longer than 16 KiB are cut by the runtime: all parts but the last are marked `P`, or lack the line
 * break. They are one value here. Whole lines pass as they are, and the formats take the text out of them.
 */
import type { Container } from '@/lib/ingest/containers/container';
import { jsonLines } from '@/lib/ingest/containers/json-lines';
import { PartialLine } from '@/lib/ingest/containers/partial-line';
import type { InputItem, InputValue } from '@/lib/ingest/input-value';

const CRI_LINE = /^\S{1,64} (stdout|stderr) ([PF])(?::\S{0,64})? /;
/** No head of a CRI line is longer. */
const MAX_HEAD = 160;

export function isCriLine(text: string): boolean {
  return CRI_LINE.test(text);
}

export const criLines: Container = { name: 'lines', read: (chunks) => readJoined(chunks, criPart) };
export const dockerLines: Container = { name: 'JSON lines', read: (chunks) => readJoined(chunks, dockerPart) };

type Part = { stream: string; isLast: boolean; text: Buffer };

/** Streams of one container; more would be another kind of file. */
const MAX_STREAMS = 8;

async function* readJoined(
  chunks: AsyncIterable<Buffer>,
  partOf: (value: InputValue, isOpen: (stream: string) => boolean) => Part | null,
): AsyncGenerator<InputItem[], void, void> {
  const streams = new Map<string, PartialLine>();
  const isOpen = (stream: string) => streams.get(stream)?.isOpen() ?? false;
  for await (const items of jsonLines.read(chunks)) {
    const ready: InputItem[] = [];
    for (const item of items) {
      const part = item.value ? partOf(item.value, isOpen) : null;
      if (!item.value || !part || (part.isLast && !isOpen(part.stream)) || streams.size > MAX_STREAMS) {
        ready.push(item);
        continue;
      }
      const line = streams.get(part.stream) ?? new PartialLine();
      streams.set(part.stream, line);
      line.add(item.value, part.text);
      if (part.isLast) ready.push(line.finish());
    }
    if (ready.length > 0) yield ready;
  }
  const rest = [...streams.values()].flatMap((line) => line.end());
  if (rest.length > 0) yield rest;
}

function criPart({ bytes }: InputValue): Part | null {
  const head = CRI_LINE.exec(bytes.toString('latin1', 0, MAX_HEAD));
  if (!head) return null;
  return { stream: head[1] as string, isLast: head[2] === 'F', text: bytes.subarray(head[0].length) };
}

const LINE_END = Buffer.from('\\n"');
const LOG_KEY = Buffer.from('{"log":"');

/** The JSON is read only where the text does not end in a line break, or where one that did not came before. */
function dockerPart({ bytes }: InputValue, isOpen: (stream: string) => boolean): Part | null {
  if (!bytes.subarray(0, LOG_KEY.length).equals(LOG_KEY)) return null;
  if (bytes.includes(LINE_END) && !isOpen('stdout') && !isOpen('stderr')) return null;
  try {
    const { log, stream } = JSON.parse(bytes.toString('utf8'));
    if (typeof log !== 'string' || typeof stream !== 'string') return null;
    return { stream, isLast: log.endsWith('\n'), text: Buffer.from(log) };
  } catch {
    return null;
  }
}

/** Whether a line is of Docker's json-file, which always names the stream. */
export function isDockerLine(line: string): boolean {
  return line.startsWith('{"log":"') && line.includes('","stream":"std') && line.includes('","time":"');
}
