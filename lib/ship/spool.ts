// What the receiver could not take yet, on our own disk: a segment is one batch, compressed as it will be sent, and its name says
// which bytes of which file it holds. It has a fixed limit, and nothing in it is ever dropped: when it is full, reading
// stops. gzip's own checksum tells a damaged segment; its bytes are then read again from the log, if that still has them.

import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { writeDurably } from './durable-file';

const NAME = /^(\d{12})\.([0-9a-f]+)\.(\d+)\.(\d+)\.(\d+)\.gz$/;
const MAX_CONTENT = 64 * 1024 * 1024;

export type Segment = { name: string; number: number; fileId: string; start: number; end: number; lines: number };

const inflate = promisify(gunzip);

export class Spool {
  private segments: (Segment & { size: number })[] = [];
  private nextNumber = 1;

  constructor(
    private readonly directory: string,
    readonly limit: number,
  ) {}

  async open(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    for (const name of (await readdir(this.directory)).sort()) {
      if (name.endsWith('.tmp')) await rm(path.join(this.directory, name), { force: true });
      const segment = parseName(name);
      if (!segment) continue;
      const { size } = await stat(path.join(this.directory, name));
      this.segments.push({ ...segment, size });
      this.nextNumber = segment.number + 1;
    }
  }

  get bytes(): number {
    return this.segments.reduce((sum, segment) => sum + segment.size, 0);
  }

  get count(): number {
    return this.segments.length;
  }

  hasRoom(bytes: number): boolean {
    return this.bytes + bytes <= this.limit;
  }

  oldest(): Segment | undefined {
    return this.segments[0];
  }

  /** Settles when the segment would survive a power cut. */
  async put(bytes: Buffer, what: Omit<Segment, 'name' | 'number'>): Promise<void> {
    const number = this.nextNumber++;
    const name = `${String(number).padStart(12, '0')}.${what.fileId}.${what.start}.${what.end}.${what.lines}.gz`;
    await writeDurably(path.join(this.directory, name), bytes);
    this.segments.push({ ...what, name, number, size: bytes.length });
  }

  /** The segment's bytes as they are to be sent; null when they are damaged. */
  async read(segment: Segment): Promise<Buffer | null> {
    const bytes = await readFile(path.join(this.directory, segment.name));
    return (await inflate(bytes, { maxOutputLength: MAX_CONTENT }).catch(() => null)) ? bytes : null;
  }

  async remove(segment: Segment): Promise<void> {
    await rm(path.join(this.directory, segment.name), { force: true });
    this.segments = this.segments.filter((one) => one.name !== segment.name);
  }

  /** Keeps a damaged segment for a person to look at, out of the way. */
  async setAside(segment: Segment): Promise<void> {
    const file = path.join(this.directory, segment.name);
    await rename(file, `${file}.damaged`);
    this.segments = this.segments.filter((one) => one.name !== segment.name);
  }
}

function parseName(name: string): Segment | null {
  const [, number, fileId = '', start, end, lines] = NAME.exec(name) ?? [];
  if (!number) return null;
  return { name, number: Number(number), fileId, start: Number(start), end: Number(end), lines: Number(lines) };
}
