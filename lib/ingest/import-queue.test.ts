import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { createUpload } from './create-upload';
import { getImportDetail } from './import-detail';
import { recoverImports, runNextImport } from './import-queue';

let database: TestDatabase;
let data: string;

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'plumbline-queue-'));
  process.env.PLUMBLINE_DATA = data;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database.drop();
  await rm(data, { recursive: true });
});

function* lines(count: number, cluster: string): Generator<string> {
  for (let n = 0; n < count; n++) {
    const at = `2026-01-01T00:00:00.${String(n).padStart(6, '0')}Z`;
    const event = { auditID: `${cluster}-${n}`, verb: 'get', requestURI: '/x', requestReceivedTimestamp: at };
    // Something of every kind, so that a resumed run has to pass over all kinds alike.
    yield n % 1000 === 7 ? 'not an event\n' : `${JSON.stringify(event)}\n`;
  }
}

async function queue(count: number, cluster: string): Promise<string> {
  async function* body() {
    for (const line of lines(count, cluster)) yield Buffer.from(line);
  }
  return (await createUpload({ cluster, name: `${cluster}.log`, body: body(), bytesTotal: null })).id;
}

async function importOf(id: string) {
  const detail = await getImportDetail(id, { limit: 100, cursor: null });
  return { ...detail?.import, quarantinedLines: detail?.quarantined.map((line) => line.lineNumber) };
}

describe('the import queue', () => {
  it('runs what waits, oldest first, and removes the spool file', async () => {
    const first = await queue(1000, 'first');
    const second = await queue(10, 'second');
    expect(await runNextImport(new AbortController().signal)).toBe(true);
    expect(await importOf(first)).toMatchObject({ state: 'done', events: 1000, inserted: 999, quarantined: 1 });
    expect((await importOf(second)).state).toBe('queued');
    expect(await runNextImport(new AbortController().signal)).toBe(true);
    expect(await runNextImport(new AbortController().signal)).toBe(false);
    expect(await readdir(path.join(data, 'uploads'))).toEqual([]);
  });

  it('goes on after a stop where it was: nothing lost, nothing counted twice', async () => {
    const id = await queue(24_000, 'resumed');
    const stop = new AbortController();
    const run = runNextImport(stop.signal);
    // Stop as soon as something is committed and before all of it is.
    for (;;) {
      const { events = 0, state } = await importOf(id);
      if (events > 0 || state === 'done') break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    stop.abort();
    await run;
    const stopped = await importOf(id);
    expect(stopped.state).toBe('queued');
    expect(stopped.events).toBeLessThan(24_000);
    expect(stopped.events).toBeGreaterThan(0);

    await runNextImport(new AbortController().signal);
    expect(await importOf(id)).toMatchObject({
      state: 'done',
      lines: 24_000,
      events: 24_000,
      inserted: 23_976,
      duplicates: 0,
      quarantined: 24,
      quarantinedLines: Array.from({ length: 24 }, (_, i) => i * 1000 + 8),
    });
    const { rows } = await database.pool.query(
      `select count(*)::int as events from event where cluster_id = (select id from cluster where name = 'resumed')`,
    );
    expect(rows).toEqual([{ events: 23_976 }]);
  });

  it('takes up what a killed worker left behind', async () => {
    const id = await queue(100, 'orphan');
    // No process has this number: Linux and macOS end far below.
    await database.pool.query(`update import_file set state = 'running', runner_pid = 2147483646 where id = $1`, [id]);
    await recoverImports();
    await runNextImport(new AbortController().signal);
    expect(await importOf(id)).toMatchObject({ state: 'done', events: 100 });
  });

  it('takes only the format that the upload asked for', async () => {
    const event = { auditID: 'a', verb: 'get', requestURI: '/x', requestReceivedTimestamp: '2026-01-01T00:00:00Z' };
    const body = () => Readable.from([`${JSON.stringify(event)}\n`]);
    const upload = { cluster: 'asked', name: 'asked.log', bytesTotal: null };
    const refused = await createUpload({ ...upload, body: body(), format: 'gke' });
    const taken = await createUpload({ ...upload, body: body(), format: 'native' });
    for (let n = 0; n < 2; n++) await runNextImport(new AbortController().signal);
    expect(await importOf(refused.id)).toMatchObject({ inserted: 0, quarantined: 1 });
    expect(await importOf(taken.id)).toMatchObject({ inserted: 1, quarantined: 0 });
  });

  it('says so when the uploaded file is gone', async () => {
    const id = await queue(10, 'gone');
    await rm(path.join(data, 'uploads'), { recursive: true });
    expect(await runNextImport(new AbortController().signal)).toBe(true);
    expect(await importOf(id)).toMatchObject({
      state: 'failed',
      error: 'the uploaded file is no longer on disk: drop it again, what is already in will not be doubled',
    });
  });
});
