// The verifier that is handed out is run as its receiver runs it: on a file, in a process of its own.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { checkpointFile } from '@/lib/evidence/checkpoint-outlets';
import { Checkpointer } from '@/lib/evidence/checkpointer';
import { exportEvidence } from '@/lib/evidence/export-evidence';
import { loadSigningKey } from '@/lib/evidence/signing-key';
import { importStream } from '@/lib/ingest/import-stream';

const CHANGES = Number(process.env.TAMPER_FILE_CHANGES ?? 8);
const FIRST = Date.UTC(2026, 0, 1) * 1000;

let database: TestDatabase;
let directory: string;
let file: string;
let key: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-offline-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  const lines = Array.from({ length: 2300 }, (_, n) => {
    const at = new Date(FIRST / 1000 + n * 1000).toISOString();
    return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"id-${n}","stage":"ResponseComplete","verb":"get","user":{"username":"ü-${n}"},"requestReceivedTimestamp":"${at}"}`;
  });
  const input = Readable.from([Buffer.from(lines.join('\n'))]);
  await importStream({ clusterName: 'prod', name: 'offline.log', source: 'cli', input, bytesTotal: null });
  await new Checkpointer(database.pool, () => undefined).checkpointCluster('prod');
  key = (await loadSigningKey()).publicKey.toString('base64');
  file = path.join(directory, 'part.evidence');
  await writeFile(file, await exported(FIRST + 950e6, FIRST + 1050e6));
  await copyFile('lib/verify/offline/verify-evidence.mjs', path.join(directory, 'verify.mjs'));
});

afterAll(async () => {
  await closePool();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

async function exported(from: number, to: number): Promise<string> {
  let text = '';
  for await (const line of exportEvidence(database.pool, { clusterName: 'prod', from, to })) text += line;
  return text;
}

/** Alone in another directory: it can reach nothing of ours. */
function run(...args: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(directory, 'verify.mjs'), ...args], {
    cwd: directory,
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

it('proves the events of a window, and says which blocks are whole', () => {
  const result = run(file, '--key', key, '--checkpoint', checkpointFile('prod'));
  expect(result).toMatchObject({ code: 0 });
  expect(result.said).toContain('100 events in 2 blocks of cluster prod; 0 of the blocks are whole');
  expect(result.said).toContain(`signed by ${key}\n`);
});

it('proves whole blocks', async () => {
  const all = path.join(directory, 'all.evidence');
  await writeFile(all, await exported(0, Number.MAX_SAFE_INTEGER));
  expect(run(all).said).toContain('2300 events in 3 blocks of cluster prod; 3 of the blocks are whole');
});

it('proves nothing with another key or without the checkpoint outside', async () => {
  expect(run(file, '--key', Buffer.alloc(32, 1).toString('base64'))).toMatchObject({ code: 1 });
  const other = path.join(directory, 'other.txt');
  await writeFile(other, 'plumbline/other\n');
  expect(run(file, '--checkpoint', other).said).toContain('is not among those of');
  expect(run()).toMatchObject({ code: 2 });
});

it('says where one byte was changed, wherever it is', { timeout: 20_000 + CHANGES * 2000 }, async () => {
  const bytes = await readFile(file);
  const changed = path.join(directory, 'changed.evidence');
  for (let i = 0; i < CHANGES; i++) {
    const place = randomInt(bytes.length);
    const copy = Buffer.from(bytes);
    copy[place] = (copy[place] as number) ^ (1 << randomInt(8));
    await writeFile(changed, copy);
    const line = bytes.subarray(0, place).filter((byte) => byte === 10).length + 1;
    const { code, said } = run(changed, '--key', key);
    expect(code, `byte ${place} of line ${line}: ${said}`).toBe(1);
    // A change of a line break shows in the line that it began or ended.
    if (line > 1 && bytes[place] !== 10) expect(said).toMatch(new RegExp(`line (${line}|${line + 1})\\b`));
  }
  await writeFile(changed, bytes.subarray(0, bytes.lastIndexOf('{"type":"end"')));
  expect(run(changed).said).toContain('it was cut off');
});
