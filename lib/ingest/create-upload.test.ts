import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { failAbandonedUploads } from './abandoned-uploads';
import { cancelImport, ImportEndedError } from './cancel-import';
import { createUpload, UploadStoppedError } from './create-upload';
import { getImportDetail } from './import-detail';
import { listImports } from './list-imports';

let database: TestDatabase;
let data: string;
const uploads = () => readdir(path.join(data, 'uploads'));

async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

function upload(name: string, body: AsyncIterable<Uint8Array>, cluster = 'default', bytesTotal: number | null = null) {
  return createUpload({ cluster, name, body, bytesTotal });
}

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'plumbline-upload-'));
  process.env.PLUMBLINE_DATA = data;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database.drop();
  await rm(data, { recursive: true });
});

describe('an upload', () => {
  it('waits in the queue with its bytes on disk under a name of ours', async () => {
    const answer = await upload('../../audit\u0000.log', chunks('{"a":1}\n', '{"b":2}\n'), 'prod', 16);
    expect(answer).toMatchObject({ state: 'queued', file: 'audit.log', cluster: 'prod', bytes: 0, bytesTotal: 16 });
    const row = await database.prisma.importFile.findUniqueOrThrow({ where: { id: answer.id } });
    expect(path.dirname(row.spoolPath ?? '')).toBe(path.join(data, 'uploads'));
    expect(path.basename(row.spoolPath ?? '')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await readFile(row.spoolPath ?? '', 'utf8')).toBe('{"a":1}\n{"b":2}\n');
  });

  it('that breaks off is failed with a sentence, and leaves no file', async () => {
    const before = await uploads();
    async function* broken() {
      yield Buffer.from('x'.repeat(1500));
      throw new Error('aborted');
    }
    await expect(upload('broken.log', broken(), 'default', 4000)).rejects.toThrow(UploadStoppedError);
    const row = await database.prisma.importFile.findFirstOrThrow({ where: { name: 'broken.log' } });
    expect(row).toMatchObject({ state: 'failed', bytesRead: 1500n, spoolPath: null });
    expect(row.error).toBe(
      'the upload was interrupted after 1,500 of 4,000 bytes; drop the file again: what is already in will not be doubled',
    );
    expect(await uploads()).toEqual(before);
  });

  it('is cancelled while it runs', async () => {
    const before = await uploads();
    async function* endless() {
      for (;;) {
        yield Buffer.from('x');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    const running = upload('endless.log', endless());
    const stopped = expect(running).rejects.toThrow('cancelled');
    await expect.poll(() => database.prisma.importFile.count({ where: { name: 'endless.log' } })).toBe(1);
    const { id } = await database.prisma.importFile.findFirstOrThrow({ where: { name: 'endless.log' } });
    expect((await cancelImport(id))?.state).toBe('uploading');
    await stopped;
    expect(await database.prisma.importFile.findUnique({ where: { id } })).toMatchObject({ state: 'cancelled' });
    expect(await uploads()).toEqual(before);
  });

  it('uses up no cluster number for a cluster that is known', async () => {
    for (let i = 0; i < 5; i++) await upload(`again-${i}.log`, chunks('x'), 'prod');
    await upload('new.log', chunks('x'), 'staging');
    const { id } = await database.prisma.cluster.findUniqueOrThrow({ where: { name: 'staging' } });
    expect(id).toBeLessThanOrEqual(3);
  });

  it('whose server ended is failed by whoever looks', async () => {
    const { id } = await database.prisma.importFile.create({
      data: {
        clusterId: 1,
        name: 'left.log',
        source: 'upload',
        state: 'uploading',
        bytesRead: 7,
        updatedAt: new Date(Date.now() - 120_000),
      },
    });
    expect(await failAbandonedUploads()).toBe(1);
    const row = await database.prisma.importFile.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ state: 'failed' });
    expect(row.error).toContain('interrupted after 7 bytes');
    expect(await failAbandonedUploads()).toBe(0);
  });
});

describe('cancelling', () => {
  it('ends what waits at once and removes its file', async () => {
    const { id } = await upload('waiting.log', chunks('x'));
    const before = (await uploads()).length;
    expect((await cancelImport(id))?.state).toBe('cancelled');
    expect(await uploads()).toHaveLength(before - 1);
  });
  it('says how an ended import ended', async () => {
    const { id } = await upload('ended.log', chunks('x'));
    await cancelImport(id);
    await expect(cancelImport(id)).rejects.toThrow(ImportEndedError);
  });
  it('knows no other ids', async () => {
    expect(await cancelImport('00000000-0000-4000-8000-000000000000')).toBeNull();
  });
});

describe('the list of imports', () => {
  it('pages through rows of the same instant without losing or repeating one', async () => {
    await database.prisma.importFile.updateMany({ data: { createdAt: new Date('2026-01-01T00:00:00Z') } });
    const all = (await listImports({ limit: 1000, cursor: null })).imports.map((row) => row.id);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listImports>> = await listImports({ limit: 3, cursor });
      paged.push(...page.imports.map((row) => row.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(all);
    expect(new Set(paged).size).toBe(all.length);
  });
  it('orders rows that are a microsecond apart', async () => {
    await database.pool.query(
      `update import_file i set created_at = timestamptz '2026-01-01T00:00:00Z' + n * interval '1 microsecond'
       from (select id, row_number() over (order by id) as n from import_file) numbered where i.id = numbered.id`,
    );
    const all = (await listImports({ limit: 1000, cursor: null })).imports.map((row) => row.id);
    const first = await listImports({ limit: 2, cursor: null });
    const second = await listImports({ limit: 2, cursor: first.nextCursor });
    expect([...first.imports, ...second.imports].map((row) => row.id)).toEqual(all.slice(0, 4));
  });
});

describe('the detail of an import', () => {
  it('pages its quarantined lines in the order of the file', async () => {
    const { id } = await upload('bad.log', chunks('x'));
    const lines = [812, 3, 3, 90].map((lineNumber, i) => ({
      importFileId: id,
      lineNumber,
      byteOffset: i,
      byteLength: 5,
      reason: `line ${lineNumber}: no JSON`,
      sha256: Buffer.alloc(32, i),
      head: Buffer.from([0x7b, 0xff, 0x00]),
    }));
    await database.prisma.quarantinedInput.createMany({ data: lines });
    await database.prisma.skippedInput.create({ data: { importFileId: id, reason: 'a Pod', count: 4 } });
    const first = await getImportDetail(id, { limit: 3, cursor: null });
    expect(first?.quarantined.map((line) => line.lineNumber)).toEqual([3, 3, 90]);
    expect(first?.quarantined[0]).toMatchObject({ head: '{\ufffd\u0000', sha256: '01'.repeat(32), byteLength: 5 });
    expect(first?.skippedReasons).toEqual([{ reason: 'a Pod', count: 4 }]);
    const second = await getImportDetail(id, { limit: 3, cursor: first?.nextQuarantineCursor ?? null });
    expect(second?.quarantined.map((line) => line.lineNumber)).toEqual([812]);
    expect(second?.nextQuarantineCursor).toBeNull();
  });
});
