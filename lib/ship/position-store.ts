// Keeps the positions on disk in two files that are written in turn, each with a checksum: whatever a crash or a bad disk
// does to the one, the other is at most one batch older, and that batch is sent once more and recognised as a duplicate.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeDurably } from './durable-file';
import type { KnownFile } from './known-file';

export type StoredPositions = {
  files: KnownFile[];
  /** Files that hold something else than positions. */
  damaged: string[];
  /** Nothing was ever stored here. */
  fresh: boolean;
};

export class PositionStore {
  private turn = 0;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly directory: string) {}

  async load(): Promise<StoredPositions> {
    const damaged: string[] = [];
    let best: { turn: number; files: KnownFile[] } | null = null;
    let found = 0;
    for (const slot of [0, 1]) {
      const text = await readFile(this.file(slot), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      if (text === null) continue;
      found += 1;
      const stored = decode(text);
      if (!stored) damaged.push(this.file(slot));
      else if (!best || stored.turn > best.turn) best = stored;
    }
    this.turn = best?.turn ?? 0;
    return { files: best?.files ?? [], damaged, fresh: found === 0 };
  }

  /** Settles when the positions are on disk; calls are written one after another. */
  save(files: KnownFile[]): Promise<void> {
    const turn = ++this.turn;
    const bytes = encode(turn, files);
    this.writing = this.writing.catch(() => undefined).then(() => writeDurably(this.file(turn % 2), bytes));
    return this.writing;
  }

  private file(slot: number): string {
    return path.join(this.directory, `position-${slot}.json`);
  }
}

function encode(turn: number, files: KnownFile[]): Buffer {
  const content = JSON.stringify({ turn, files });
  return Buffer.from(`${checksum(content)}\n${content}\n`);
}

function decode(text: string): { turn: number; files: KnownFile[] } | null {
  const [sum, content = ''] = text.split('\n');
  return sum === checksum(content) ? JSON.parse(content) : null;
}

function checksum(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
