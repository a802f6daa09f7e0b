// A pack is made as the worker makes it and checked as its receiver checks it: alone, by the verifier out of the pack.
import { spawnSync } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerPackFile } from '@/lib/api/pack-file-answer';
import { addPin } from '@/lib/cases/add-pin';
import { getCase } from '@/lib/cases/get-case';
import { openCase } from '@/lib/cases/open-case';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { loadSigningKey } from '@/lib/evidence/signing-key';
import { importStream } from '@/lib/ingest/import-stream';
import type { Person } from '@/lib/people/person';
import { parseEventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { cancelPack, getPack, listPacks, openPack, packFile, requestPack } from './pack-queue';
import { expirePacks, recoverPacks, runNextPack } from './run-packs';
import { sealedZip } from './sealed-zip';

/** Bytes that are changed in each member, and places in the whole file. */
const CHANGES = Number(process.env.TAMPER_FILE_CHANGES ?? 1);

let database: TestDatabase;
let directory: string;
let key: string;
const alice: Person = { name: 'alice', how: 'proxy' };
const never = new AbortController().signal;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-packs-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  const line = (n: number, more: object = {}) =>
    JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      auditID: `id-${n}`,
      stage: 'ResponseComplete',
      verb: n % 7 === 0 ? 'delete' : 'get',
      user: { username: n % 5 === 0 ? '=cmd|calc' : `ü-${n % 11}` },
      requestReceivedTimestamp: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(),
      ...more,
    });
  const lines = Array.from({ length: 2300 }, (_, n) => line(n));
  await bring('prod', Buffer.from(lines.join('\n')));
  const pretty = JSON.stringify(JSON.parse(line(5000)), null, 2);
  await bring('other', Buffer.from(`[${pretty},\n${line(5001)}]`));
  key = (await loadSigningKey()).publicKey.toString('base64');
});

afterAll(async () => {
  await closePool();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

async function bring(clusterName: string, bytes: Buffer): Promise<void> {
  const input = Readable.from([bytes]);
  await importStream({ clusterName, name: `${clusterName}.log`, source: 'cli', input, bytesTotal: null });
}

async function make(wanted: { query: string } | { case: number }): Promise<string> {
  const asked = await requestPack(wanted, alice);
  expect(await runNextPack(never)).toBe(true);
  const made = await getPack(asked?.id ?? '');
  expect(made).toMatchObject({ state: 'done', error: null });
  const file = packFile(made?.id ?? '');
  expect(
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  ).toBe(made?.sha256);
  return file;
}

/** Without the product: the verifier alone in another directory. */
function verify(file: string, ...more: string[]): { code: number | null; said: string } {
  const verifier = path.join(directory, 'elsewhere', 'verify.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [verifier, file, ...more], {
    cwd: path.dirname(verifier),
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

type Member = { name: string; start: number; packed: number; bytes: Buffer };

function found<T>(value: T | null): T {
  if (value === null) throw new Error('it is not there');
  return value;
}

/** By the central directory, apart from the verifier's reading of it. */
function membersOf(zip: Buffer): Member[] {
  const members: Member[] = [];
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  for (let at = zip.readUInt32LE(end + 16); at < end; ) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('latin1', at + 46, at + 46 + nameLength);
    const offset = zip.readUInt32LE(at + 42);
    const packed = zip.readUInt32LE(at + 20);
    const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
    members.push({ name, start, packed, bytes: inflateRawSync(zip.subarray(start, start + packed)) });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return members;
}

/** A ZIP closed as the product closes it, of files that somebody changed: all of it fits but what is signed. */
async function forge(members: readonly { name: string; bytes: Buffer }[]): Promise<string> {
  const textOf = (name: string) => members.find((one) => one.name === name)?.bytes.toString() ?? '';
  const rest = members.filter(({ name }) => !name.startsWith('manifest'));
  const zip = sealedZip(
    rest.map(({ name, bytes }) => ({ name, what: '', bytes: () => Readable.from([bytes]) })),
    async () => ({ manifest: textOf('manifest.json'), note: textOf('manifest.note') }),
    new Date(),
  );
  const file = path.join(directory, 'forged.zip');
  await writeFile(file, zip);
  return file;
}

async function unpack(file: string, folder: string): Promise<string> {
  for (const { name, bytes } of membersOf(await readFile(file))) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), bytes);
  }
  return folder;
}

describe('a pack', () => {
  let file: string;
  let zip: Buffer;

  beforeAll(async () => {
    file = await make({ query: 'verb=delete' });
    zip = await readFile(file);
    await mkdir(path.join(directory, 'elsewhere'));
    const verifier = membersOf(zip).find(({ name }) => name === 'verify-evidence.mjs');
    await writeFile(path.join(directory, 'elsewhere', 'verify.mjs'), verifier?.bytes ?? '');
  });

  it('proves the events of a query with the verifier in it, and says what it holds', () => {
    const result = verify(file, '--key', key);
    expect(result.said).toContain(`329 events in 3 blocks`);
    expect(result.code).toBe(0);
    expect(result.said).toContain('cluster prod: 329 events');
    expect(verify(file, '--key', Buffer.alloc(32, 1).toString('base64')).code).toBe(1);
    const members = new Map(membersOf(zip).map(({ name, bytes }) => [name, bytes.toString('utf8')]));
    const manifest = JSON.parse(members.get('manifest.json') ?? '');
    expect(manifest).toMatchObject({ events: 329, timeZone: 'UTC', packedBy: alice, query: { text: 'verb:delete' } });
    const originals = (members.get('events.ndjson') ?? '').trimEnd().split('\n');
    expect(originals.map((line) => JSON.parse(line).verb)).toEqual(Array(329).fill('delete'));
    const table = (members.get('events.csv') ?? '').trimEnd().split('\r\n');
    expect(table).toHaveLength(330);
    expect(table.join()).toContain("'=cmd|calc");
    expect(members.get('custody.ndjson')).toContain('"what":"import","by":"cli","cluster":"prod","file":"prod.log"');
    expect(members.get('README.txt')).toContain('verb:delete');
  });

  it('has all of it to read as PDF, with the hashes of the other files', async () => {
    const members = membersOf(zip);
    const bytes = members.find(({ name }) => name === 'pack.pdf')?.bytes ?? Buffer.alloc(0);
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
    const said = text.replace(/\s+/g, '');
    expect(said).toContain('verb:delete');
    expect(said).toContain('329,in3blocksofevidence');
    expect(said).toContain('=cmd|calc');
    for (const { name, bytes: other } of members) {
      if (name.startsWith('manifest') || name === 'pack.pdf') continue;
      expect(said).toContain(createHash('sha256').update(other).digest('hex'));
    }
    const row =
      membersOf(zip)
        .find(({ name }) => name === 'events.csv')
        ?.bytes.toString()
        .split('\r\n')[1] ?? '';
    expect(text).toContain(row.slice(0, 10));
  });

  it('proves whole blocks, originals over several lines, several logs, and no event at all', async () => {
    const all = verify(await make({ query: '' }), '--key', key);
    expect(all.said).toMatch(/2302 events in 4 blocks, 4 of them whole/);
    expect(all.code).toBe(0);
    expect(verify(await make({ query: 'verb=create' }), '--key', key)).toMatchObject({ code: 0 });
  });

  it('fails and names the member, whichever byte of which member was changed', { timeout: 60_000 }, async () => {
    const changed = path.join(directory, 'changed.zip');
    // One of them now, where nobody asks for more: the next test goes through all.
    const members = membersOf(zip);
    const some = CHANGES > 1 ? members : [members[randomInt(members.length)] as Member];
    for (const { name, start, packed } of some) {
      for (let i = 0; i < CHANGES; i++) {
        const copy = Buffer.from(zip);
        const place = start + randomInt(packed);
        copy[place] = (copy[place] as number) ^ (1 << randomInt(8));
        await writeFile(changed, copy);
        const { code, said } = verify(changed, '--key', key);
        expect(code, `byte ${place} of ${name}: ${said}`).toBe(1);
        expect(said, `byte ${place} of ${name}`).toContain(name.startsWith('manifest') ? 'manifest' : name);
      }
    }
  });

  it('fails and names file and line for a byte of any file, although the ZIP fits', { timeout: 60_000 }, async () => {
    const members = membersOf(zip);
    for (const { name, bytes } of members) {
      for (let i = 0; i < CHANGES; i++) {
        const changed = Buffer.from(bytes);
        const place = randomInt(bytes.length);
        changed[place] = (changed[place] as number) ^ 1;
        const file = await forge(members.map((one) => (one.name === name ? { name, bytes: changed } : one)));
        const { code, said } = verify(file, '--key', key);
        expect(code, `byte ${place} of ${name}: ${said}`).toBe(1);
        const line = bytes.subarray(0, place).filter((byte) => byte === 10).length + 1;
        expect(said).toContain(name === 'events.ndjson' ? `events.ndjson, line ${line}: event` : name);
        if (!name.startsWith('manifest')) expect(said).toContain(`${name}: is not the file that was packed`);
      }
    }
  });

  it('fails and names files that are missing and files that were added', { timeout: 60_000 }, async () => {
    const members = membersOf(zip);
    const seals = members.filter(({ name }) => name.startsWith('manifest'));
    const none = verify(await forge(seals), '--key', key);
    expect(none.code).toBe(1);
    for (const { name } of members) {
      if (!name.startsWith('manifest')) expect(none.said).toContain(`${name}: is missing`);
    }
    const lost = members[randomInt(members.length - seals.length)];
    const swapped = members.map((one) => (one === lost ? { name: 'extra.txt', bytes: Buffer.from('x') } : one));
    const { code, said } = verify(await forge(swapped), '--key', key);
    expect(code).toBe(1);
    expect(said).toContain(`${lost?.name}: is missing`);
    expect(said).toContain('extra.txt: was added');
  });

  it('fails for any byte of the ZIP around the members', { timeout: 60_000 }, async () => {
    const changed = path.join(directory, 'around.zip');
    const inside = new Set(
      membersOf(zip).flatMap(({ start, packed }) => Array.from({ length: packed }, (_, i) => start + i)),
    );
    const around = Array.from({ length: zip.length }, (_, i) => i).filter((place) => !inside.has(place));
    for (let i = 0; i < CHANGES * 4; i++) {
      const place = around[randomInt(around.length)] as number;
      const copy = Buffer.from(zip);
      copy[place] = (copy[place] as number) ^ (1 << randomInt(8));
      await writeFile(changed, copy);
      const { code, said } = verify(changed, '--key', key);
      expect(code, `byte ${place}: ${said}`).toBe(1);
    }
  });

  it('that is cut off, or has something behind it, says so', async () => {
    const changed = path.join(directory, 'cut.zip');
    for (const length of [10, zip.length >> 1, zip.length - 1]) {
      await writeFile(changed, zip.subarray(0, length));
      expect(verify(changed, '--key', key)).toMatchObject({ code: 1, said: expect.stringContaining('cut off') });
    }
    await writeFile(changed, Buffer.concat([zip, Buffer.from('x')]));
    expect(verify(changed, '--key', key)).toMatchObject({ code: 1, said: expect.stringContaining('put behind it') });
  });

  it('that was unpacked is checked as a folder: a missing, an added, a changed file and the line in it are named', async () => {
    const folder = await unpack(file, path.join(directory, 'unpacked'));
    expect(verify(folder, '--key', key)).toMatchObject({ code: 0 });
    await writeFile(path.join(folder, 'extra.txt'), 'x');
    expect(verify(folder).said).toContain('extra.txt: was added');
    await rm(path.join(folder, 'extra.txt'));
    const events = path.join(folder, 'events.ndjson');
    const lines = (await readFile(events, 'utf8')).split('\n');
    lines[41] = (lines[41] ?? '').replace('delete', 'patch ');
    await writeFile(events, lines.join('\n'));
    const { code, said } = verify(folder, '--key', key);
    expect(code).toBe(1);
    expect(said).toContain('events.ndjson: is not the file that was packed');
    expect(said).toContain('events.ndjson, line 42: event');
    await rm(events);
    expect(verify(folder).said).toContain('events.ndjson: is missing');
    await rm(path.join(folder, 'manifest.json'));
    expect(verify(folder).said).toContain('manifest.json: is missing');
  });
});

describe('packs that are asked for', () => {
  it('of a case hold its pinned events, their context, its queries, and its record', async () => {
    const id = await openCase({ title: 'Pods' }, alice);
    const { filter } = parseEventFilter(new URLSearchParams('cluster=prod&verb=get'));
    const [event] = (await searchEvents({ filter })).events;
    await addPin(id, { kind: 'event', event: event?.id ?? '', contextSeconds: 3 }, alice);
    await addPin(id, { kind: 'query', query: 'cluster=other' }, alice);
    const file = await make({ case: id });
    const { code, said } = verify(file, '--key', key);
    expect(code, said).toBe(0);
    // The newest of prod with three seconds before it, and the two of the other cluster.
    expect(said).toMatch(/ [67] events in 2 blocks/);
    const members = new Map(membersOf(await readFile(file)).map(({ name, bytes }) => [name, bytes.toString('utf8')]));
    expect(JSON.parse(members.get('case.json') ?? '')).toMatchObject({
      id,
      pins: [{ kind: 'event' }, { kind: 'query' }],
    });
    expect(members.get('custody.ndjson')).toContain('"what":"pin.added","by":"alice"');
    expect((await getCase(id))?.log[0]).toMatchObject({ action: 'pack.made', by: alice });
    expect(await listPacks(id)).toMatchObject([{ case: id, state: 'done' }]);
    const [{ id: pack, sha256 } = { id: '', sha256: '' }] = await listPacks(id);
    await answerPackFile(found(await openPack(pack)), new Request('http://x/', { method: 'HEAD' }));
    expect((await getCase(id))?.log[0]).toMatchObject({ action: 'pack.made' });
    const answer = await answerPackFile(found(await openPack(pack)), new Request('http://x/'));
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    expect((await getCase(id))?.log[0]).toMatchObject({ action: 'pack.taken', detail: { pack, sha256 } });
    const { rows } = await database.pool.query(
      `select actor, after::json as facts from admin_action where action = 'events.pack.taken'`,
    );
    expect(rows).toEqual([{ actor: 'web', facts: { id: pack, case: id, bytes: bytes.length, sha256 } }]);
    const later = membersOf(await readFile(await make({ case: id })));
    const custody = later.find(({ name }) => name === 'custody.ndjson')?.bytes.toString();
    expect(custody).toContain(`"what":"pack.taken","by":"unknown"`);
    expect(custody).toContain(`"sha256":"${sha256}"`);
    expect(await requestPack({ case: 999 }, alice)).toBeNull();
  });

  it('are refused where the query is not understood, and cancelled while they wait', async () => {
    await expect(requestPack({ query: 'from=nonsense' }, alice)).rejects.toThrow('is not a time');
    await expect(requestPack({}, alice)).rejects.toThrow('expected query or case');
    const asked = await requestPack({ query: '' }, alice);
    await expect(openPack(asked?.id ?? '')).rejects.toThrow('not finished yet');
    expect(await cancelPack(asked?.id ?? '')).toMatchObject({ state: 'cancelled' });
    expect(await runNextPack(never)).toBe(false);
    await expect(openPack(asked?.id ?? '')).rejects.toThrow('was cancelled');
  });

  it('run again where a stopped worker had begun, and expire after their days', async () => {
    const asked = await requestPack({ query: 'cluster=other' }, alice);
    const id = asked?.id ?? '';
    expect(await runNextPack(AbortSignal.abort())).toBe(true);
    expect(await getPack(id)).toMatchObject({ state: 'queued' });
    await database.pool.query(`update evidence_pack set state = 'running' where id = $1`, [id]);
    await recoverPacks();
    expect(await runNextPack(never)).toBe(true);
    expect((await openPack(id))?.name).toMatch(/^plumbline-pack-events-\d{8}T\d{6}Z\.zip$/);
    await copyFile(packFile(id), path.join(directory, 'kept.zip'));
    await database.pool.query(`update evidence_pack set finished_at = now() - interval '8 days' where id = $1`, [id]);
    await expirePacks();
    await expect(openPack(id)).rejects.toThrow('kept for 7 days');
  });
});
