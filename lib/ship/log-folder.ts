// What lies in the log's folder: the log and its rotated files with their first bytes. Asked for every other second with up to
// hundreds of files, so a file that has not changed is not opened again.

import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { openLogFile, readHead } from './log-file';
import { logNames } from './log-names';

export type ListedFile = {
  name: string;
  device: string;
  inode: string;
  /** Bytes of content: modulo 4 GiB of a compressed file. */
  size: number;
  modifiedMs: number;
  compressed: boolean;
  /** The log itself. */
  live: boolean;
  head: Buffer;
};

export class LogFolder {
  private readonly directory: string;
  private readonly isLog: (name: string) => boolean;
  private cache = new Map<string, Omit<ListedFile, 'name' | 'live'>>();

  constructor(readonly log: string) {
    this.directory = path.dirname(log);
    this.isLog = logNames(log);
  }

  /** Files with anything in them, the oldest first and the log itself last. Names may change while this looks. */
  async list(): Promise<ListedFile[]> {
    const names = await readdir(this.directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const cache = new Map<string, Omit<ListedFile, 'name' | 'live'>>();
    const files: ListedFile[] = [];
    for (const name of names.filter(this.isLog)) {
      const file = path.join(this.directory, name);
      const found = await this.look(file, cache).catch(() => null); // gone meanwhile, or half compressed: the next look
      if (found && found.size > 0) files.push({ ...found, name: file, live: file === path.resolve(this.log) });
    }
    this.cache = cache;
    return files.sort((a, b) => Number(a.live) - Number(b.live) || a.modifiedMs - b.modifiedMs);
  }

  private async look(file: string, cache: typeof this.cache): Promise<Omit<ListedFile, 'name' | 'live'> | null> {
    const info = await stat(file, { bigint: true });
    const key = `${info.dev}:${info.ino}:${info.size}:${info.mtimeNs}:${info.ctimeNs}`;
    const known = this.cache.get(key);
    if (known) {
      cache.set(key, known);
      return known;
    }
    const opened = await openLogFile(file);
    if (!opened) return null;
    try {
      const { device, inode, compressed } = opened;
      const head = await readHead(opened);
      const found = { device, inode, compressed, size: await opened.size(), modifiedMs: Number(info.mtimeMs), head };
      cache.set(key, found);
      return found;
    } finally {
      await opened.close();
    }
  }
}
