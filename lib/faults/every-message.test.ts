// F5: the connection to PostgreSQL breaks before or after the N-th thing that is sent to it, for each N, until an import meets no
// fault any more. The import says that it failed, and the next one adds what is missing.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { auditLog } from './audit-lines';
import { DatabaseGate } from './database-gate';
import { isLongRun } from './fault-count';
import { expectVerified, lostAndDoubled } from './judge';
import { recordFault } from './record-fault';

let directory: string;
let database: TestDatabase;
let gate: DatabaseGate;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-faults-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  gate = await new DatabaseGate(database.url).open();
  setDatabaseUrl(gate.url);
});

afterAll(async () => {
  await closePool();
  await gate?.close();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

test(
  'a connection that breaks at any message loses nothing and doubles nothing',
  async () => {
    let faults = 0;
    let refused = 0;
    let events = 0;
    const wrong = { lost: 0, doubled: 0 };
    for (let n = isLongRun ? 1 : randomInt(1, 12), reached = true; reached; n += isLongRun ? 1 : randomInt(12, 30)) {
      reached = false;
      for (const before of isLongRun ? [true, false] : [randomInt(2) === 0]) {
        const cluster = `message-${n}-${before}`;
        const log = auditLog(2_300);
        const run = () => {
          const input = Readable.from([Buffer.from(`${log.lines.join('\n')}\n`)]);
          return importStream({ clusterName: cluster, name: cluster, source: 'cli', input, bytesTotal: null });
        };
        let sent = 0;
        let broken = false;
        gate.onSend = () => {
          if (broken || ++sent < n) return true;
          broken = true;
          // What was handed on goes its way first.
          setImmediate(() => gate.breakAll());
          return !before;
        };
        const first = await run().catch(() => null);
        gate.onSend = null;
        if (broken) {
          reached = true;
          faults++;
        }
        if (first?.state !== 'done') refused++;
        // As a command that is called again has: connections of its own, none of those that broke.
        await closePool();
        setDatabaseUrl(gate.url);
        const second = await run();
        expect(second).toMatchObject({ state: 'done', events: log.lines.length, quarantined: log.bad });
        const found = await lostAndDoubled(database, cluster, log.ids);
        wrong.lost += found.lost;
        wrong.doubled += found.doubled;
        events += log.ids.length;
        // What said that it was done left nothing to the second.
        if (first?.state === 'done') expect(second.inserted).toBe(0);
      }
    }
    await expectVerified(database);
    expect(refused).toBeGreaterThan(0);
    recordFault({
      fault: 'F5',
      what: 'connection to PostgreSQL broken before and after each message of an import',
      count: faults,
      events,
      ...wrong,
    });
    expect(wrong).toEqual({ lost: 0, doubled: 0 });
  },
  isLongRun ? 600_000 : 60_000,
);
