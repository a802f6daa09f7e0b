// The files of a log that were ever seen, each with the byte up to which it is safe. What is in the folder is compared with it:
// a file that begins like a known one is that one, whatever its name and inode; what it has beyond the safe byte is still to
// be read. The order of reading is therefore of no importance to completeness.

import { randomBytes } from 'node:crypto';
import { beginsWith, HEAD_BYTES, type Head, headOf, steadyHead } from './file-head';
import type { KnownFile } from './known-file';
import type { ListedFile } from './log-folder';

/** More than the 100 backups of kube-apiserver's default by far. */
const MAX_KNOWN = 1000;
/** A look may come between two renamings: only what three looks have missed is gone. */
const LOOKS_MISSED = 3;
/** A file that nobody has written to for this long has no more of its last line to come. */
export const SETTLED_MS = 5000;

type Tracked = KnownFile & { missed: number; rewind?: number };

export class KnownFiles {
  private files: Tracked[];

  constructor(stored: KnownFile[]) {
    this.files = stored.map((file) => ({ ...file, missed: 0 }));
  }

  /** As they are to be stored. */
  snapshot(): KnownFile[] {
    return this.files.map(({ missed: _, rewind, ...file }) => ({ ...file, offset: rewind ?? file.offset }));
  }

  /** The known file that a file is, made known now if it is new. Null while its first line is unfinished. */
  identify(listed: Pick<ListedFile, 'head' | 'device' | 'inode' | 'name' | 'size' | 'live' | 'modifiedMs'>) {
    const matching = this.files.filter((file) => beginsWith(listed.head, file.head));
    const longest = matching.sort((a, b) => b.head.length - a.head.length)[0];
    if (longest) return longest;
    const settled = Date.now() - listed.modifiedMs > SETTLED_MS && !listed.live;
    const head = steadyHead(listed.head) ?? (settled ? listed.head : null);
    if (!head) return null;
    const { device, inode, name, size, live } = listed;
    const id = randomBytes(6).toString('hex');
    const file = { id, head: headOf(head), device, inode, name, size, live, offset: 0, missed: 0 };
    this.files.push(file);
    return file;
  }

  /** Takes in what a look at the folder found; tells which known files are gone with something left to read. */
  update(found: Map<KnownFile, ListedFile[]>, open: KnownFile | null): KnownFile[] {
    const gone: KnownFile[] = [];
    for (const file of this.files) {
      const places = found.get(file);
      if (places) {
        file.missed = 0;
        const place = places.find((one) => one.inode === file.inode) ?? (places[0] as ListedFile);
        Object.assign(file, { name: place.name, device: place.device, inode: place.inode });
        file.live = places.some((one) => one.live);
        for (const one of places) if (!one.compressed) file.size = Math.max(file.size, one.size);
        continue;
      }
      if (file === open || ++file.missed !== LOOKS_MISSED) continue;
      if (file.live || file.size > file.offset) gone.push({ ...file });
      file.live = false;
      file.offset = Math.max(file.offset, file.size);
    }
    this.forgetSome();
    return gone;
  }

  /** Everything before `end` is safe now. */
  advance(known: KnownFile, end: number, firstBytes: Buffer | null): void {
    const file = known as Tracked;
    if (file.rewind !== undefined) {
      file.offset = file.rewind;
      file.rewind = undefined;
      return;
    }
    file.offset = end;
    file.size = Math.max(file.size, end);
    if (firstBytes && file.head.length < HEAD_BYTES) file.head = grown(file.head, firstBytes.subarray(0, end));
  }

  /** Reads a file again from a byte on: what was safe there is so no more. */
  rewind(id: string, start: number): KnownFile | null {
    const file = this.files.find((one) => one.id === id);
    if (!file) return null;
    file.rewind = Math.min(start, file.rewind ?? file.offset, file.offset);
    return file;
  }

  /** Applies what `rewind` asked for; not while a batch of the file is under way. */
  applyRewinds(): void {
    for (const file of this.files) {
      if (file.rewind === undefined) continue;
      file.offset = file.rewind;
      file.rewind = undefined;
      file.missed = 0;
    }
  }

  /** Bytes that were seen and are not safe yet. */
  unread(): number {
    return this.files.reduce((sum, file) => sum + Math.max(0, file.size - file.offset), 0);
  }

  private forgetSome(): void {
    for (let surplus = this.files.length - MAX_KNOWN; surplus > 0; surplus--) {
      const oldest = this.files.findIndex((file) => file.missed >= LOOKS_MISSED);
      if (oldest < 0) return;
      this.files.splice(oldest, 1);
    }
  }
}

function grown(head: Head, bytes: Buffer): Head {
  return bytes.length > head.length ? headOf(bytes) : head;
}
