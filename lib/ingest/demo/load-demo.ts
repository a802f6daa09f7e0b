import { Readable } from 'node:stream';
import { MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import { getPrisma } from '@/lib/db/prisma-client';
import { importStream } from '@/lib/ingest/import-stream';
import { type DemoOptions, generateDemoEvents } from './demo-events';

const CLUSTER_NAME = 'demo';
const CHUNK_CHARACTERS = 128 * 1024;

interface LoadOptions {
  onProgress?(events: number): void;
  /** About how many, where not the usual number. */
  events?: number;
}

/**
 * Loads the demo cluster through the same import as a file, unless a finished demo import is there already. The log ends
 * with the last full hour, so that a look at the last day finds something and nothing lies in the future. A load that
 * was cut off is made good by the next one: the hours that both hold have the same bytes and count as duplicates, as
 * long as it is the same UTC day. The database must be open. Throws where the import does not end well.
 */
export async function loadDemo(options: LoadOptions = {}): Promise<void> {
  const loaded = await getPrisma().importFile.findFirst({
    where: { source: 'demo', state: 'done' },
    select: { id: true },
  });
  if (loaded) return;
  const answer = await importStream({
    clusterName: CLUSTER_NAME,
    name: 'demo cluster',
    source: 'demo',
    input: demoInput({ ...demoOptions(Date.now() * 1000), ...(options.events && { events: options.events }) }),
    bytesTotal: null,
    onProgress: ({ events }) => options.onProgress?.(events),
  });
  if (answer.state !== 'done')
    throw new Error(`The demo was not loaded: ${answer.error ?? `its import is ${answer.state}`}`);
}

/** The demo as it is at `now`. */
export function demoOptions(now: Microseconds): DemoOptions {
  return { seed: 1, end: now - (now % MICROSECONDS_PER_HOUR), days: 14, events: 200_000 };
}

/** The log as a stream that makes the next piece when the last one was taken, and holds two pieces at most. */
export function demoInput(options: DemoOptions): Readable {
  return Readable.from(chunks(generateDemoEvents(options)), { objectMode: false, highWaterMark: 2 * CHUNK_CHARACTERS });
}

function* chunks(lines: Iterable<string>): Generator<Buffer, void, undefined> {
  let text = '';
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}
