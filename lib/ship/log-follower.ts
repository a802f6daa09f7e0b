// Reads a log to its end and on through its rotations: the open file first, then every file of the folder that has something
// left, the log itself last. A file that was renamed or removed is read to its end through the handle that is open.

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { beginsWith, steadyHead } from './file-head';
import type { KnownFile } from './known-file';
import { type KnownFiles, SETTLED_MS } from './known-files';
import { type LogFile, openLogFile, readHead } from './log-file';
import { type ListedFile, LogFolder } from './log-folder';
import { readLines } from './read-lines';
import type { ShipCounts } from './ship-counts';
import type { ShipLog } from './ship-log';

const LOOK_MS = 1000;

export type Batch = {
  file: KnownFile;
  start: number;
  end: number;
  body: Buffer;
  lines: number;
  /** First bytes of the file, for its head may grow. */
  firstBytes: Buffer | null;
};

type Open = { log: LogFile; file: KnownFile; head: Buffer; removed: boolean };

export class LogFollower {
  private readonly folder: LogFolder;
  private open: Open | null = null;
  private looked = 0;
  private gathering = 0;
  /** Files whose rest cannot be read, until they change: no whole line yet, or a damaged compressed file. */
  private readonly stuck = new Set<string>();

  constructor(
    private readonly log: string,
    readonly known: KnownFiles,
    private readonly counts: ShipCounts,
    private readonly say: ShipLog,
    /** A batch that is not full waits this long for more. */
    private readonly gatherMs: number,
  ) {
    this.log = path.resolve(log);
    this.folder = new LogFolder(this.log);
  }

  /** At the first start of all: everything that is there counts as shipped. */
  async passOver(): Promise<void> {
    for (const listed of await this.folder.list()) {
      const file = this.known.identify(listed);
      if (!file) continue;
      const end = listed.live ? await this.lastLineEnd(listed.name, listed.size) : listed.size;
      this.known.advance(file, end, listed.head);
    }
  }

  /** The next lines; null when there are none now. */
  async next(): Promise<Batch | null> {
    this.known.applyRewinds();
    await this.watch();
    const tried = new Set<KnownFile>();
    for (;;) {
      const batch = this.open && (await this.readOn(this.open));
      if (batch) return batch;
      const atLog = this.open !== null && (await this.isLog(this.open));
      if (atLog && Date.now() - this.looked < LOOK_MS) return null;
      const listed = await this.choose(tried);
      if (!listed || (this.open && listed.file === this.open.file)) return null;
      // Its writer may have gone on to the next file only now: what it wrote until then is read first.
      const rest = this.open && (await this.readOn(this.open));
      if (rest) return rest;
      tried.add(listed.file);
      await this.change(listed.place, listed.file);
      if (!this.open) return null;
    }
  }

  /** Looks at the folder also while nothing can be read, so that what goes meanwhile is noticed. */
  async watch(): Promise<void> {
    if (Date.now() - this.looked >= LOOK_MS) await this.look();
  }

  async close(): Promise<void> {
    await this.open?.log.close();
    this.open = null;
  }

  private async readOn(open: Open): Promise<Batch | null> {
    const { log, file } = open;
    try {
      const live = !log.compressed && (await this.isLog(open));
      const closed = !live && (log.compressed || open.removed || (await isSettled(open.log)));
      const start = file.offset;
      const lines = await readLines(log, start, closed);
      if (!log.compressed && !(await this.isUnchanged(open, lines?.end ?? start))) return null;
      if (!lines) return null;
      if (live && !lines.full) {
        this.gathering ||= Date.now();
        if (Date.now() - this.gathering < this.gatherMs) return null;
      }
      this.gathering = 0;
      if (lines.cut) {
        this.counts.cutLines += 1;
        this.say('warn', 'A line of more than 16 MiB is no audit event; its beginning is sent, to be listed as bad.', {
          file: file.name,
          offset: start,
        });
      }
      return { file, start, end: lines.end, body: lines.body, lines: lines.count, firstBytes: open.head };
    } catch (error) {
      this.say('warn', `${file.name} cannot be read on; it is tried again when it has changed.`, {
        offset: file.offset,
        error: String(error),
      });
      await this.close();
      return null;
    }
  }

  /** Whether the file is still the one whose bytes were read before: a truncated log begins anew under the same inode. */
  private async isUnchanged(open: Open, end: number): Promise<boolean> {
    const head = await readHead(open.log);
    const shrunk = (await open.log.size()) < end;
    if (!shrunk && beginsWith(head, open.file.head)) {
      open.head = steadyHead(head) ?? open.head;
      return true;
    }
    this.counts.truncations += 1;
    this.say(
      'warn',
      'The log was truncated. A copy beside it is read to its end; lines written between the copy and the truncation are lost, which is in the nature of copytruncate. Rotate by renaming instead.',
      { file: open.file.name, offset: open.file.offset },
    );
    await this.close();
    return false;
  }

  private async isLog(open: Open): Promise<boolean> {
    const info = await stat(this.log, { bigint: true }).catch(() => null);
    return info !== null && String(info.ino) === open.log.inode && String(info.dev) === open.log.device;
  }

  private async look(): Promise<Map<KnownFile, ListedFile[]>> {
    this.looked = Date.now();
    const found = new Map<KnownFile, ListedFile[]>();
    for (const listed of await this.folder.list()) {
      const file = this.known.identify(listed);
      if (file) found.set(file, [...(found.get(file) ?? []), listed]);
    }
    if (this.open) this.open.removed = !found.has(this.open.file);
    for (const gone of this.known.update(found, this.open?.file ?? null)) {
      const bytes = Math.max(0, gone.size - gone.offset);
      this.counts.lostFiles += 1;
      this.counts.lostBytes += bytes;
      this.say('error', `${gone.name} is gone, and it was not read to its end. What is not in another copy is lost.`, {
        offset: gone.offset,
        bytesSeenAndLost: bytes,
        more: gone.live ? 'it may have grown afterwards, by an unknown amount' : undefined,
      });
    }
    return found;
  }

  /** The file to go on with: the oldest with something to read, at last the log itself. */
  private async choose(tried: Set<KnownFile>): Promise<{ file: KnownFile; place: ListedFile } | null> {
    const found = await this.look();
    let log: { file: KnownFile; place: ListedFile } | null = null;
    for (const [file, places] of found) {
      const unread = places.filter((place) => !this.stuck.has(stamp(place, file)) && hasMore(place, file));
      const live = places.find((place) => place.live);
      if (live) log = { file, place: live };
      const place = live ? undefined : unread.sort((a, b) => rank(a, file) - rank(b, file))[0];
      if (!place) continue;
      // Should nothing come of it, it is not looked at again before it changes or its last line counts as finished.
      if (Date.now() - place.modifiedMs > SETTLED_MS || place.compressed) this.stuck.add(stamp(place, file));
      if (!tried.has(file) && (file !== this.open?.file || place.inode !== this.open.log.inode)) return { file, place };
    }
    return log;
  }

  private async change(place: ListedFile, file: KnownFile): Promise<void> {
    // It was read to its end, so that its absence is no loss.
    if (this.open?.removed) this.open.file.live = false;
    await this.close();
    this.gathering = 0;
    const log = await openLogFile(place.name).catch(() => null);
    if (!log) return;
    const head = await readHead(log).catch(() => Buffer.alloc(0));
    // Names may have moved since the look.
    if (!beginsWith(head, file.head)) return await log.close();
    this.open = { log, file, head: steadyHead(head) ?? head, removed: false };
  }

  private async lastLineEnd(name: string, size: number): Promise<number> {
    const log = await openLogFile(name);
    if (!log) return 0;
    try {
      for (let length = 64 * 1024; ; length *= 4) {
        const start = Math.max(0, size - length);
        const bytes = Buffer.alloc(size - start);
        const newline = bytes.subarray(0, await log.read(bytes, start)).lastIndexOf(10);
        if (newline >= 0 || start === 0) return start + newline + 1;
      }
    } finally {
      await log.close();
    }
  }
}

async function isSettled(log: LogFile): Promise<boolean> {
  return Date.now() - (await log.modifiedMs()) > SETTLED_MS;
}

const FOUR_GIB = 2 ** 32;

function hasMore(place: ListedFile, file: KnownFile): boolean {
  return place.compressed ? place.size !== file.offset % FOUR_GIB : place.size > file.offset;
}

function stamp(place: ListedFile, file: KnownFile): string {
  return `${place.device}:${place.inode}:${place.size}:${place.modifiedMs}:${file.offset}`;
}

/** Of several copies the very file, then a plain one: a compressed one may still be in the making. */
function rank(place: ListedFile, file: KnownFile): number {
  return place.inode === file.inode ? 0 : place.compressed ? 2 : 1;
}
