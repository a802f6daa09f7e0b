// Exports against an oracle that shares nothing with them: it decodes the evidence and looks at each event.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import { valueOfCsvField } from '@/lib/export/csv-field';
import { exportColumns, standardColumns } from '@/lib/export/export-columns';
import type { ExportRequest } from '@/lib/export/export-request';
import { EXPORTS_AT_ONCE, ExportsBusyError } from '@/lib/export/export-slots';
import { openExport } from '@/lib/export/open-export';
import { importStream } from '@/lib/ingest/import-stream';
import { type EventFilter, emptyFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { searchFacets } from '@/lib/search/facets';
import { printFilter } from '@/lib/search/filter-query';
import { parseFilterText } from '@/lib/search/filter-text';

let database: TestDatabase;
const START = Date.UTC(2026, 2, 1, 21, 13, 7);
const FORMULAS = ['=cmd|calc', '+1', '-1', '@SUM(A1)', '\tx', "'=x", '＝1', 'a,"b"\r\nc', ' x ', "o'x", '<b>'];
const users = ['alice', 'bob', null, ...FORMULAS];
const verbs = ['get', 'list', 'delete'];
const LONG_PATH = `/apis/${'long'.repeat(100)}`;

/** Events of three hours whose order of arrival is not that of their times. */
function line(n: number): string {
  const at = `${new Date(START + ((n * 7919) % 10_800) * 1000).toISOString().slice(0, -1)}${String(n % 1000).padStart(3, '0')}Z`;
  const user = users[n % users.length];
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: n % 11 === 0 ? `=own-${n}` : `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: n % 13 === 0 ? `${LONG_PATH}${n}` : `/x/${n}?needle=needle-${n % 17}`,
    verb: verbs[n % verbs.length],
    user: user === null ? {} : { username: user },
    sourceIPs: [`10.0.0.${n % 5}`],
    ...(n % 13 === 0 ? {} : { objectRef: { resource: 'pods', namespace: `ns-${n % 4}`, name: `=o-${n % 50}` } }),
    responseStatus: { code: [200, 403, 500][n % 3] },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  });
}

const load = (clusterName: string, text: string) =>
  importStream({ clusterName, name: 'x', source: 'cli', input: Readable.from([text]), bytesTotal: null });

type Stored = { cluster: string; text: string; event: Record<string, never> & ReturnType<typeof JSON.parse> };
let stored: Stored[];

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  await load('one', Array.from({ length: 2500 }, (_, n) => line(n)).join('\n'));
  await load('two', Array.from({ length: 700 }, (_, n) => line(5000 + n)).join('\n'));
  const pretty = Array.from({ length: 20 }, (_, n) => JSON.parse(line(9000 + n)));
  await load('two', JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: pretty }, null, 2));
  stored = await readStored();
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

async function readStored(): Promise<Stored[]> {
  const { rows } = await database.pool.query(
    'select c.name, b.data from evidence_block b join cluster c on c.id = b.cluster_id',
  );
  const all: Stored[] = [];
  for (const { name, data } of rows) {
    for (const bytes of unpackEvents(await decompressPayload(data))) {
      const text = bytes.toString();
      all.push({ cluster: name, text, event: JSON.parse(text) });
    }
  }
  return all;
}

const request = (changes: Partial<ExportRequest>): ExportRequest => ({
  filter: emptyFilter,
  format: 'ndjson',
  columns: standardColumns,
  order: 'newest',
  packing: 'none',
  bom: false,
  ...changes,
});

async function run(changes: Partial<ExportRequest>) {
  const opened = await openExport(request(changes), { actor: 'test' });
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of opened.data) chunks.push(chunk);
  } finally {
    await opened.close();
  }
  return { opened, bytes: Buffer.concat(chunks), manifest: JSON.parse(opened.manifest()) };
}

/** What a spreadsheet or a program sees. */
function rowsOfCsv(bytes: Buffer): Record<string, string>[] {
  const { data, errors } = Papa.parse<Record<string, string>>(bytes.toString(), { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

const rowsOfParquet = (bytes: Buffer) =>
  parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer });

const CHECKED = ['user', 'name', 'requestURI', 'event', 'stageTimestamp', 'cluster', 'code', 'object'];

const oneLine = (text: string) => text.replace(/[\r\n]/g, ' ');

/** What chips cannot say, and the oracle's reading of it. */
const EITHER: Record<string, (event: Stored['event']) => boolean> = {
  'verb:delete OR user:bob': (event) => event.verb === 'delete' || event.user.username === 'bob',
  'verb:list OR requestURI:*needle-4': (event) => event.verb === 'list' || event.requestURI.endsWith('needle-4'),
};

const someOf = (values: string[]) => fc.subarray(values, { maxLength: 2 });
const filters: fc.Arbitrary<EventFilter> = fc
  .record({
    verb: fc.option(someOf(verbs)),
    notUser: someOf(['alice', 'bob']),
    code: fc.option(fc.constantFrom('403', '>=400')),
    text: fc.option(fc.constantFrom('needle-3', 'needle-16', 'nothing'), { freq: 3 }),
    from: fc.option(fc.integer({ min: 0, max: 200 })),
    length: fc.option(fc.integer({ min: 0, max: 200 })),
    either: fc.option(fc.constantFrom(...Object.keys(EITHER)), { freq: 3 }),
  })
  .map(({ verb, notUser, code, text, from, length, either }) => ({
    ...emptyFilter,
    expression: either === null ? null : (parseFilterText(either).filter?.expression ?? null),
    conditions: {
      ...(verb && verb.length > 0 ? { verb: { include: verb, exclude: [] } } : {}),
      ...(notUser.length > 0 ? { user: { include: [], exclude: notUser } } : {}),
      ...(code ? { code: { include: [code], exclude: [] } } : {}),
    },
    text,
    time: {
      from: from === null ? null : minute(from),
      to: length === null ? null : minute((from ?? 0) + length),
    },
  }));
const minute = (n: number) => new Date(START + n * 60_000).toISOString();

function passes({ conditions, text, time, expression }: EventFilter, { text: raw, event }: Stored): boolean {
  const either = EITHER[expression === null ? '' : printFilter({ ...emptyFilter, expression })];
  if (expression !== null && !either)
    throw new Error(`the oracle cannot read ${printFilter({ ...emptyFilter, expression })}`);
  const at = Date.parse(event.requestReceivedTimestamp);
  const micros = Number(event.requestReceivedTimestamp.slice(-4, -1));
  const code = event.responseStatus.code;
  const wanted = conditions.code?.include[0];
  return (
    (!either || either(event)) &&
    (!conditions.verb || conditions.verb.include.includes(event.verb)) &&
    !conditions.user?.exclude.includes(event.user.username ?? null) &&
    (!wanted || (wanted === '>=400' ? code >= 400 : code === Number(wanted))) &&
    (text === null || raw.includes(text)) &&
    (time.from === null || at >= Date.parse(time.from)) &&
    (time.to === null || at < Date.parse(time.to) || (at === Date.parse(time.to) && micros < 0))
  );
}

describe('an export', () => {
  it('holds exactly what the page counts, in all three formats, under random filters', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.constantFrom('newest', 'oldest'), async (filter, order) => {
        const expected = stored.filter((each) => passes(filter, each));
        const [page, facets] = await Promise.all([searchEvents({ filter, limit: 1 }), searchFacets({ filter })]);
        expect(page.total).toBe(expected.length);
        expect(facets.total).toBe(expected.length);
        const lines = await run({ filter, order, format: 'ndjson' });
        const csv = await run({ filter, order, format: 'csv' });
        const parquet = await run({ filter, order, format: 'parquet' });
        for (const { opened, manifest, bytes } of [lines, csv, parquet]) {
          expect(opened.total).toBe(expected.length);
          expect(manifest.events).toBe(expected.length);
          expect(manifest.data.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
        }
        const texts = lines.bytes.toString().split('\n').slice(0, -1);
        expect([...texts].sort()).toEqual(expected.map(({ text }) => oneLine(text)).sort());
        const times = texts.map((text) => JSON.parse(text).requestReceivedTimestamp);
        expect(times).toEqual([...times].sort((a, b) => (order === 'newest' ? -1 : 1) * (a < b ? -1 : a > b ? 1 : 0)));
        const rows = rowsOfCsv(csv.bytes);
        expect(rows.map((row) => row.at)).toEqual(times);
        const table = await rowsOfParquet(parquet.bytes);
        expect(table.map((row) => row.id)).toEqual(rows.map((row) => row.id));
      }),
      { numRuns: Number(process.env.EXPORT_RUNS ?? 15) },
    );
  });

  it('gives every column the event’s own value, none of which a spreadsheet runs', async () => {
    const columns = exportColumns.map(({ id }) => id);
    const { bytes, manifest } = await run({ format: 'csv', columns, bom: true });
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const rows = rowsOfCsv(bytes);
    expect(rows).toHaveLength(stored.length);
    expect(manifest.data).toMatchObject({ columns, cutCells: 0, byteOrderMark: true });
    const byID = new Map(stored.map((each) => [each.event.auditID, each]));
    const parquet = await rowsOfParquet((await run({ format: 'parquet', columns })).bytes);
    rows.forEach((row, i) => {
      expect(Object.values(row).filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
      const value = (name: string) => valueOfCsvField(row[name] as string);
      const { event, text, cluster } = byID.get(value('auditID')) as Stored;
      const name = event.objectRef?.name ?? event.requestURI;
      const given = Object.fromEntries([...CHECKED].map((column) => [column, value(column)]));
      expect(given).toEqual({
        user: event.user.username ?? '',
        name,
        requestURI: event.requestURI,
        event: text,
        stageTimestamp: event.stageTimestamp,
        cluster,
        code: String(event.responseStatus.code),
        object: event.objectRef ? `pods ${event.objectRef.namespace}/${name}` : name,
      });
      const typed = parquet[i] as Record<string, unknown>;
      expect(typed).toMatchObject({
        user: event.user.username ?? null,
        name,
        event: text,
        code: event.responseStatus.code,
        auditID: event.auditID,
        at: new Date(event.requestReceivedTimestamp),
      });
    });
  });

  it('keeps a line a line and says how', async () => {
    const legacy =
      '2017-03-21T03:57:09.106841886-04:00 AUDIT: id="c939d2a7-1c37-4ef1-b2f7-4ba9b1e43b53" ip="127.0.0.1" method="GET" user="admin" groups="\\"system:masters\\"" as="<self>" asgroups="<lookup>" namespace="default" uri="/api/v1/namespaces/default/pods"';
    await load('old', legacy);
    const filter = { ...emptyFilter, conditions: { cluster: { include: ['old'], exclude: [] } } };
    const { bytes, manifest } = await run({ filter });
    expect(JSON.parse(bytes.toString())).toEqual({ log: legacy });
    expect(manifest.data.lines).toMatchObject({ asStored: 0, lineBreaksReplaced: 0, wrapped: 1 });
    // What was exported can be imported again: it is the same event.
    const again = await load('older', bytes.toString());
    expect(again).toMatchObject({ inserted: 1, quarantined: 0 });
    const all = await run({ filter: { ...emptyFilter, conditions: { cluster: { include: ['two'], exclude: [] } } } });
    expect(all.manifest.data.lines).toMatchObject({ asStored: 700, lineBreaksReplaced: 20, wrapped: 0 });
  });

  it('is what was there when it began, whatever is imported meanwhile', async () => {
    const filter = { ...emptyFilter, conditions: { cluster: { include: ['one'], exclude: [] } } };
    const opened = await openExport(request({ filter }), { actor: 'test' });
    const iterator = opened.data[Symbol.asyncIterator]();
    const first = await iterator.next();
    await load('one', Array.from({ length: 900 }, (_, n) => line(20_000 + n)).join('\n'));
    let text = String(first.value);
    for await (const chunk of { [Symbol.asyncIterator]: () => iterator }) text += chunk;
    await opened.close();
    expect(opened.total).toBe(2500);
    expect(text.split('\n').slice(0, -1).sort()).toEqual(
      stored
        .filter(({ cluster }) => cluster === 'one')
        .map(({ text: each }) => each)
        .sort(),
    );
    const { evidence } = JSON.parse(opened.manifest());
    expect(evidence).toEqual([expect.objectContaining({ name: 'one', events: 2500, checkpoint: null })]);
    const { rows } = await database.pool.query(
      `select max(block_seq)::int as last from event e join cluster c on c.id = e.cluster_id where c.name = 'one'`,
    );
    expect(evidence[0].logSize).toBeLessThan(rows[0].last);
  });

  it('stops in the database and gives its place back when nobody reads on', async () => {
    const stop = new AbortController();
    const opened = await openExport(request({}), { actor: 'test', signal: stop.signal });
    await opened.data.next();
    stop.abort(new Error('gone'));
    await expect(
      (async () => {
        for await (const _ of opened.data);
      })(),
    ).rejects.toThrow('gone');
    await opened.close();
    const { rows } = await database.pool.query(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`,
    );
    expect(rows[0].n).toBe(0);
    const actions = await database.pool.query('select actor, action, after from admin_action order by id desc limit 2');
    expect(actions.rows.map(({ action }) => action)).toEqual(['events.export.stopped', 'events.export']);
    const begun = JSON.parse(actions.rows[1].after);
    expect(begun).toMatchObject({ events: opened.total, format: 'ndjson', packing: 'none' });
    expect(JSON.parse(actions.rows[0].after)).toMatchObject({ id: begun.id });
  });

  it('waits for no one: more than a few at a time are refused', async () => {
    const running = await Promise.all(
      Array.from({ length: EXPORTS_AT_ONCE }, () => openExport(request({}), { actor: 'test' })),
    );
    await expect(openExport(request({}), { actor: 'test' })).rejects.toThrow(ExportsBusyError);
    for (const { close } of running) await close();
    const next = await openExport(request({}), { actor: 'test' });
    await next.close();
  });

  it('is the same compressed and in a zip with its manifest', async () => {
    const filter = { ...emptyFilter, conditions: { verb: { include: ['list'], exclude: [] } } };
    const plain = await run({ filter, format: 'csv' });
    const gzip = await run({ filter, format: 'csv', packing: 'gzip' });
    expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true);
    expect(gzip.manifest.data.sha256).toBe(plain.manifest.data.sha256);
    const zip = await run({ filter, format: 'csv', packing: 'zip' });
    const entries = readZip(zip.bytes);
    expect([...entries.keys()]).toEqual([zip.opened.file.dataName, 'manifest.json']);
    expect(entries.get(zip.opened.file.dataName)?.equals(plain.bytes)).toBe(true);
    const inside = JSON.parse(String(entries.get('manifest.json')));
    expect(inside).toEqual(zip.manifest);
    expect(inside).toMatchObject({ timeZone: 'UTC', order: 'newest first', query: { asked: 'verb=list' } });
    expect(inside.query.words).toBe('Verb is "list"');
  });

  it('of nothing is a whole file', async () => {
    const filter = { ...emptyFilter, text: 'no such text anywhere' };
    expect((await run({ filter })).bytes.length).toBe(0);
    expect(rowsOfCsv((await run({ filter, format: 'csv' })).bytes)).toEqual([]);
    expect(await rowsOfParquet((await run({ filter, format: 'parquet' })).bytes)).toEqual([]);
  });
});

/** The entries of a zip by its central directory. */
function readZip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const entries = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [size, nameLength, extra, comment] = [
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const local = zip.readUInt32LE(at + 42);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    entries.set(zip.toString('utf8', at + 46, at + 46 + nameLength), inflateRawSync(zip.subarray(data, data + size)));
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}
