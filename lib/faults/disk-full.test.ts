// F6: the disk of PostgreSQL is full while an upload is imported: the import waits, goes on by itself when there is room again, and
// nothing is lost or doubled. The disk is a small tmpfs; where none may be mounted this is skipped, and says so.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, createPool, setDatabaseUrl } from '@/lib/db/pool';
import { pidExists } from '@/lib/db/process-identity';
import { createUpload } from '@/lib/ingest/create-upload';
import { DiskFullError } from '@/lib/ingest/spool-file';
import { skipWithReason } from '@/lib/skip-with-reason';
import { auditLog } from './audit-lines';
import { CrashingServer } from './crashing-server';
import { faultCount, isLongRun } from './fault-count';
import { expectSums, expectVerified, lostAndDoubled } from './judge';
import { Product } from './product';
import { recordFault } from './record-fault';

const FILLS = faultCount(1, 60);
const EVENTS = 8_000;
const DISK_MIB = isLongRun ? 900 : 200;
const MIB = 1024 * 1024;

let disk: string;
let directory: string;
let server: CrashingServer;
let product: Product;

const mounted = mountDisk();
const skipped = skipWithReason(
  mounted,
  'a full disk',
  'a tmpfs cannot be mounted here (that needs root and CAP_SYS_ADMIN)',
);

function mountDisk(): boolean {
  disk = mkdtempSync(path.join(os.tmpdir(), 'plumbline-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', disk]);
  if (status === 0) chmodSync(disk, 0o711);
  else rmSync(disk, { recursive: true });
  return status === 0;
}

beforeAll(async () => {
  if (!mounted) return;
  directory = mkdtempSync(path.join(os.tmpdir(), 'plumbline-faults-'));
  process.env.PLUMBLINE_DATA = directory;
  // What is asked here is what happens when the disk is full all the same.
  process.env.PLUMBLINE_MIN_FREE_PERCENT = '0';
  process.env.PLUMBLINE_MIN_FREE_GIB = '0';
  server = await CrashingServer.start({ min_wal_size: '32MB', max_wal_size: '48MB', shared_buffers: '32MB' }, disk);
  setDatabaseUrl(server.gate.url);
  product = new Product({ DATABASE_URL: server.gate.url, PLUMBLINE_DATA: directory });
}, 120_000);

afterAll(async () => {
  if (!mounted) return;
  await product?.end();
  await closePool();
  await server?.end();
  spawnSync('umount', ['-l', disk]);
  for (const folder of [disk, directory]) rmSync(folder, { recursive: true, force: true });
});

const filler = () => path.join(disk, 'filler');

/** Leaves so many bytes. */
function fill(leave: number): void {
  const { bsize, bavail } = statfsSync(disk);
  writeFileSync(filler(), Buffer.alloc(Math.max(0, bsize * bavail - leave)));
}

test.skipIf(skipped)(
  'an import that meets a full disk waits for room and is exact in the end',
  async () => {
    const worker = await product.start('worker');
    const wrong = { lost: 0, doubled: 0 };
    let events = 0;
    let fills = 0;
    let restarts = 0;
    for (let round = 0; fills < FILLS && round < 3 * FILLS + 3; round++) {
      const cluster = `full-${round}`;
      const log = auditLog(EVENTS);
      async function* body() {
        yield Buffer.from(`${log.lines.join('\n')}\n`);
      }
      const { id } = await createUpload({ cluster, name: cluster, body: body(), bytesTotal: null });
      const said = worker.errors.length;
      fill(randomInt(64, 2500) * 1024);
      const stateNow = async () => {
        const pool = createPool(server.directUrl, { max: 1 });
        try {
          const { rows } = await pool.query<{ state: string }>('select state from import_file where id = $1', [id]);
          return rows[0]?.state;
        } catch {
          return null;
        } finally {
          await pool.end();
        }
      };
      while (!worker.errors.slice(said).includes('waits and goes on by itself') && (await stateNow()) !== 'done') {
        expect(worker.over, worker.errors).toBe(false);
        await sleep(50);
      }
      const met = worker.errors.slice(said).includes('waits and goes on by itself');
      // It is full for a while, also for the second try.
      if (met) await sleep(randomInt(1500));
      rmSync(filler());
      // Without room for its log PostgreSQL ends, and whoever runs it starts it again.
      if (!pidExists(server.postmaster)) {
        await server.restart();
        restarts++;
      }
      while ((await stateNow()) !== 'done') {
        expect(worker.over, worker.errors).toBe(false);
        if (!pidExists(server.postmaster)) {
          await server.restart();
          restarts++;
        }
        await sleep(50);
      }
      if (met) fills++;
      const pool = createPool(server.directUrl, { max: 2 });
      const found = await lostAndDoubled({ pool, url: server.directUrl }, cluster, log.ids);
      await pool.end();
      wrong.lost += found.lost;
      wrong.doubled += found.doubled;
      events += log.ids.length;
    }
    await worker.kill('SIGTERM');
    const pool = createPool(server.directUrl, { max: 4 });
    await expectSums({ pool, url: server.directUrl });
    await expectVerified({ pool, url: server.directUrl });
    await pool.end();
    expect(fills).toBe(FILLS);
    recordFault({
      fault: 'F6',
      what: 'disk of PostgreSQL full in the middle of an import',
      count: fills,
      events,
      ...wrong,
      more: `PostgreSQL ended by itself and was started again ${restarts} times`,
    });
    expect(wrong).toEqual({ lost: 0, doubled: 0 });
  },
  120_000 + FILLS * 60_000,
);

test.skipIf(skipped)(
  'an upload to a full disk is refused, leaves nothing there, and fits when there is room',
  async () => {
    const uploads = path.join(disk, 'uploads-of-the-product');
    const { getEnv } = await import('@/lib/env');
    const usual = getEnv().PLUMBLINE_DATA;
    getEnv().PLUMBLINE_DATA = uploads;
    try {
      const { lines } = auditLog(8_000);
      async function* body() {
        for (const line of lines) yield Buffer.from(`${line}\n`);
      }
      mkdirSync(uploads);
      const upload = () => createUpload({ cluster: 'refused', name: 'a.log', body: body(), bytesTotal: null });
      const room = 16 * MIB;
      fill(room);
      const rest = path.join(disk, 'rest');
      // The database keeps its room: it is the upload that has none.
      writeFileSync(rest, Buffer.alloc(room - MIB));
      await expect(upload()).rejects.toThrow(DiskFullError);
      expect(readdirSync(path.join(uploads, 'uploads'))).toEqual([]);
      rmSync(rest);
      rmSync(filler());
      const { id } = await upload();
      const pool = createPool(server.directUrl, { max: 1 });
      const { rows } = await pool.query<{ spool_path: string }>('select spool_path from import_file where id = $1', [
        id,
      ]);
      await pool.end();
      expect(readFileSync(rows[0]?.spool_path ?? '', 'utf8')).toBe(`${lines.join('\n')}\n`);
    } finally {
      getEnv().PLUMBLINE_DATA = usual;
    }
  },
);
