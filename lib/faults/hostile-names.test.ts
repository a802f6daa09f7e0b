// A15: uploads with names and contents that lead elsewhere: what arrives is a file under a name of ours in the folder of uploads,
// and nothing else on the disk changes.
import { randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { createUpload } from '@/lib/ingest/create-upload';
import { runNextImport } from '@/lib/ingest/import-queue';
import { auditLog } from './audit-lines';
import { faultCount } from './fault-count';
import { expectVerified } from './judge';
import { recordFault } from './record-fault';

const UPLOADS = faultCount(20, 200);
const OURS = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let parent: string;
let data: string;
let database: TestDatabase;

beforeAll(async () => {
  parent = mkdtempSync(path.join(os.tmpdir(), 'plumbline-faults-'));
  data = path.join(parent, 'data');
  mkdirSync(data);
  process.env.PLUMBLINE_DATA = data;
  process.env.PLUMBLINE_MIN_FREE_PERCENT = '0';
  process.env.PLUMBLINE_MIN_FREE_GIB = '0';
  writeFileSync(path.join(parent, 'outside'), 'untouched');
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database?.drop();
  rmSync(parent, { recursive: true, force: true });
});

const STEPS = [
  '..',
  '.',
  '%2e%2e',
  '..%2f',
  '\u2025',
  '\uff0e\uff0e',
  '....//',
  '..;',
  '~',
  '$HOME',
  '`id`',
  '\0',
  '\n',
  '\r\n',
];
const ENDS = [
  'outside',
  'etc/passwd',
  'uploads',
  '.env',
  'a.log',
  'CON',
  'a.log:$DATA',
  'x'.repeat(5000),
  '\u202egol.exe',
  '',
];

function hostileName(): string {
  const separator = ['/', '\\', '%2f', '\u2215'][randomInt(4)] as string;
  const steps = Array.from({ length: randomInt(8) }, () => STEPS[randomInt(STEPS.length)]);
  return [randomInt(4) === 0 ? '' : '.', ...steps, ENDS[randomInt(ENDS.length)]].join(separator);
}

/** A tar of one entry: type 0 is a file, 2 a symbolic link. */
function tar(name: string, type: '0' | '2', target: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write('0000777\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(target, 157, 100);
  header.write('ustar\x0000', 257);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body, Buffer.alloc(1024)]);
}

/** The beginning of a zip with one stored entry. */
function zip(name: string, content: string): Buffer {
  const head = Buffer.alloc(30);
  head.write('PK\x03\x04', 0, 'latin1');
  head.writeUInt32LE(content.length, 18);
  head.writeUInt32LE(content.length, 22);
  head.writeUInt16LE(Buffer.byteLength(name), 26);
  return Buffer.concat([head, Buffer.from(name), Buffer.from(content)]);
}

const line = () => `${auditLog(1, { repeat: 0, bad: 0 }).lines[0]}\n`;

/** With how many events each of them holds for who reads it as a log. */
const CONTENTS: (() => { body: Buffer; events: number })[] = [
  () => ({ body: tar('../../outside', '0', '', line()), events: 0 }),
  () => ({ body: tar('link', '2', '/etc/passwd', ''), events: 0 }),
  () => ({ body: gzipSync(tar('../outside', '2', '../../outside', '')), events: 0 }),
  () => ({ body: zip('../../../outside', line()), events: 0 }),
  () => ({ body: Buffer.concat([Buffer.from('#!/bin/sh\nrm -rf ..\n'), Buffer.from(line())]), events: 1 }),
  () => ({ body: Buffer.concat([Buffer.from('GIF89a\n<script>alert(1)</script>\n'), Buffer.from(line())]), events: 1 }),
  () => ({ body: Buffer.from(line()), events: 1 }),
];

function filesOnDisk(): string[] {
  return readdirSync(parent, { recursive: true, encoding: 'utf8' }).sort();
}

test('whatever an upload is called and holds, it is a file under a name of ours', {
  timeout: 60_000 + UPLOADS * 2000,
}, async () => {
  let expected = 0;
  for (let n = 0; n < UPLOADS; n++) {
    const { body, events } = (CONTENTS[n % CONTENTS.length] as (typeof CONTENTS)[0])();
    async function* chunks() {
      yield body;
    }
    const before = new Set(filesOnDisk());
    await createUpload({ cluster: 'uploads', name: hostileName(), body: chunks(), bytesTotal: null });
    const added = filesOnDisk().filter(
      (file) => !before.has(file) && file !== 'data' && file !== path.join('data', 'uploads'),
    );
    expect(added).toHaveLength(1);
    expect(path.dirname(added[0] as string)).toBe(path.join('data', 'uploads'));
    expect(path.basename(added[0] as string)).toMatch(OURS);
    await runNextImport(new AbortController().signal);
    expect(readdirSync(path.join(data, 'uploads'))).toEqual([]);
    expected += events;
  }
  const { rows } = await database.pool.query<{ n: number }>('select count(*)::int as n from event');
  const stored = rows[0]?.n ?? 0;
  // A log between other things is read or refused as a whole; nothing of an archive is.
  expect(stored).toBeLessThanOrEqual(expected);
  expect(filesOnDisk().filter((file) => !file.startsWith('data'))).toEqual(['outside']);
  await expectVerified(database);
  recordFault({
    fault: 'A15',
    what: 'uploads with hostile names, tar with links, zip with paths, polyglots',
    count: UPLOADS,
    events: stored,
    lost: 0,
    doubled: 0,
    more: 'no file outside of the folder of uploads, none under a given name',
  });
});
