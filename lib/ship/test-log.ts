// For tests: a log that is written and rotated in all the ways that logs are, with the list of what was written.

import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export type Rotation = 'rename' | 'copytruncate' | 'gzip' | 'inode reuse';

export class TestLog {
  readonly file: string;
  readonly written: string[] = [];
  private rotations = 0;

  constructor(private readonly directory: string) {
    this.file = path.join(directory, 'audit.log');
  }

  write(count: number): void {
    const lines = Array.from({ length: count }, (_, index) => this.line(this.written.length + index));
    this.written.push(...lines);
    appendFileSync(this.file, `${lines.join('\n')}\n`);
  }

  rotate(how: Rotation): void {
    this.rotations += 1;
    if (!existsSync(this.file)) return;
    if (how === 'rename') this.stamped();
    else if (how === 'gzip') this.numbered();
    else if (how === 'copytruncate') {
      this.shift();
      copyFileSync(this.file, `${this.file}.1`);
      truncateSync(this.file, 0);
    } else this.reuseInode();
  }

  /** As kube-apiserver does it. */
  private stamped(): void {
    const stamp = new Date(Date.UTC(2026, 0, 1) + this.rotations * 1000)
      .toISOString()
      .replaceAll(':', '-')
      .slice(0, -1);
    renameSync(this.file, path.join(this.directory, `audit-${stamp}.log`));
    writeFileSync(this.file, '');
  }

  /** As logrotate does it with `compress`. */
  private numbered(): void {
    this.shift();
    const first = `${this.file}.1`;
    renameSync(this.file, first);
    writeFileSync(this.file, '');
    writeFileSync(`${first}.gz`, gzipSync(readFileSync(first)));
    unlinkSync(first);
  }

  /** The old content lives on under another inode, and the new log is given the old one where the file system does so. */
  private reuseInode(): void {
    const { ino } = statSync(this.file);
    const name = path.join(this.directory, `audit.log-2026${String(this.rotations).padStart(8, '0')}`);
    copyFileSync(this.file, name);
    unlinkSync(this.file);
    const others: string[] = [];
    for (let attempt = 0; attempt < 20; attempt++) {
      writeFileSync(this.file, '');
      if (statSync(this.file).ino === ino) break;
      others.push(`${this.file}.other${attempt}`);
      renameSync(this.file, others.at(-1) as string);
    }
    if (!existsSync(this.file)) writeFileSync(this.file, '');
    for (const other of others) unlinkSync(other);
  }

  private shift(): void {
    const numbered = readdirSync(this.directory).flatMap((name) => {
      const [, number, gz = ''] = /^audit\.log\.(\d+)(\.gz)?$/.exec(name) ?? [];
      return number ? [{ number: Number(number), gz }] : [];
    });
    for (const { number, gz } of numbered.sort((a, b) => b.number - a.number)) {
      renameSync(`${this.file}.${number}${gz}`, `${this.file}.${number + 1}${gz}`);
    }
  }

  private line(number: number): string {
    const id = `${String(number).padStart(8, '0')}-test`;
    return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"${id}","stage":"ResponseComplete","verb":"get","requestURI":"/api/v1/nodes/${id}","user":{"username":"ship"},"objectRef":{"resource":"nodes","name":"${id}"},"requestReceivedTimestamp":"2026-01-01T00:00:00.${String(number % 1_000_000).padStart(6, '0')}Z"}`;
  }
}
