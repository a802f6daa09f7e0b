import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import { eventRoot } from '@/lib/evidence/event-root';
import { skipWithReason } from '@/lib/skip-with-reason';
import type { ImportFileAnswer } from './import-answers';
import { getImportDetail } from './import-detail';
import { importStream } from './import-stream';

const SAMPLES = path.resolve('../shared/samples/real');
/** 16,000 lines are there. */
const REAL_LINES = Number(process.env.REAL_LINES ?? 4000);

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

function importBytes(bytes: Buffer | string, clusterName: string, name = 'test.log'): Promise<ImportFileAnswer> {
  const input = Readable.from([Buffer.from(bytes)]);
  return importStream({ clusterName, name, source: 'cli', input, bytesTotal: null });
}

function eventLine(n: number, more: object = {}): string {
  const at = new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString().replace('Z', '000Z');
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: `/api/v1/namespaces/default/pods/p${n}`,
    verb: 'get',
    user: { username: `user-${n % 3}` },
    sourceIPs: ['192.0.2.1'],
    objectRef: { resource: 'pods', namespace: 'default', name: `p${n}`, apiVersion: 'v1' },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
    ...more,
  });
}

const lines = (count: number, from = 0) => Array.from({ length: count }, (_, i) => eventLine(from + i));

async function storedEvents(clusterName: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ data: Buffer; event_root: Buffer; event_count: number }>(
    `select b.data, b.event_root, b.event_count from evidence_block b join cluster c on c.id = b.cluster_id
     where c.name = $1 order by b.seq`,
    [clusterName],
  );
  const events: string[] = [];
  for (const { data, event_root, event_count } of rows) {
    const unpacked = unpackEvents(await decompressPayload(data));
    expect(eventRoot(unpacked).equals(event_root)).toBe(true);
    expect(unpacked.length).toBe(event_count);
    events.push(...unpacked.map((event) => event.toString()));
  }
  return events;
}

/** Evidence, index rows, hourly and daily counts and the counts of the blocks all say the same number. */
async function expectConsistent(clusterName: string, events: number): Promise<void> {
  const { rows } = await database.pool.query(
    `with c as (select id::int from cluster where name = $1),
          t as (select id from term where field = 'cluster' and value = $1),
          k as (select id from combination where cluster = (select id from t))
     select (select coalesce(sum(event_count), 0)::int from evidence_block where cluster_id = (select id from c)) as blocks,
            (select count(*)::int from event where cluster_id = (select id from c)) as rows,
            (select coalesce(sum(count), 0)::int from event_count_hour where combination_id in (select id from k)) as hours,
            (select coalesce(sum(count), 0)::int from event_count_day where combination_id in (select id from k)) as days,
            (select coalesce(max(seq), 0)::int - count(*)::int from evidence_block where cluster_id = (select id from c)) as gaps`,
    [clusterName],
  );
  expect(rows[0]).toEqual({ blocks: events, rows: events, hours: events, days: events, gaps: 0 });
}

describe('an import', () => {
  it('keeps the original bytes and counts them', async () => {
    const given = lines(2500);
    const answer = await importBytes(`${given.join('\n')}\n`, 'whole');
    expect(answer).toMatchObject({
      state: 'done',
      format: 'audit.k8s.io/v1, JSON lines',
      lines: 2500,
      events: 2500,
      inserted: 2500,
      duplicates: 0,
      quarantined: 0,
      skipped: 0,
      firstEventAt: '2026-01-01T00:00:00.000000Z',
    });
    expect(await storedEvents('whole')).toEqual(given);
    await expectConsistent('whole', 2500);
  });

  it('of the same file again inserts nothing; of one that overlaps, the rest', async () => {
    const given = lines(3000, 5000);
    await importBytes(given.slice(0, 2000).join('\n'), 'again');
    expect(await importBytes(given.slice(0, 2000).join('\n'), 'again')).toMatchObject({
      inserted: 0,
      duplicates: 2000,
    });
    expect(await importBytes(given.join('\n'), 'again')).toMatchObject({
      events: 3000,
      inserted: 1000,
      duplicates: 2000,
    });
    await expectConsistent('again', 3000);
  });

  it('takes an event once that stands in several parts of a file', async () => {
    // Twenty batches, of which neighbours and such that are far apart share events.
    const given = lines(24_000, 20_000);
    const text = [...given, ...given.slice(23_000), ...given.slice(0, 9000), ...given.slice(15_000, 21_000)].join('\n');
    expect(await importBytes(text, 'repeats')).toMatchObject({ events: 40_000, inserted: 24_000, duplicates: 16_000 });
    await expectConsistent('repeats', 24_000);
    expect(new Set(await storedEvents('repeats')).size).toBe(24_000);
  });

  it('takes an event once however it is wrapped', async () => {
    const given = lines(40);
    const values = given.map((line) => JSON.parse(line));
    const items = values.map(({ kind: _kind, apiVersion: _version, ...item }) => item);
    const list = { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items };
    await importBytes(given.join('\n'), 'wrapped');
    for (const text of [
      JSON.stringify(values),
      JSON.stringify(list),
      JSON.stringify(list, null, 2),
      values.map((value) => JSON.stringify(value, null, 2)).join('\n'),
      `${JSON.stringify(list)}\n${JSON.stringify(list)}`,
      `\ufeff${given.join('\r\n')}`,
    ]) {
      const answer = await importBytes(text, 'wrapped');
      expect(answer).toMatchObject({ state: 'done', inserted: 0, quarantined: 0 });
      expect(answer.duplicates).toBe(answer.events);
      expect(answer.events % 40).toBe(0);
    }
    await expectConsistent('wrapped', 40);
  });

  it('keeps both events of one auditID and stage whose content differs', async () => {
    const text = [eventLine(1), eventLine(1, { verb: 'delete' })].join('\n');
    expect(await importBytes(text, 'same-id')).toMatchObject({ inserted: 2, duplicates: 0 });
  });

  it('is exact when two of them take the same file into the same cluster at once', async () => {
    const text = lines(12_000).join('\n');
    const answers = await Promise.all([1, 2, 3].map(() => importBytes(text, 'at-once')));
    for (const answer of answers) expect(answer.inserted + answer.duplicates).toBe(12_000);
    expect(answers.reduce((sum, answer) => sum + answer.inserted, 0)).toBe(12_000);
    await expectConsistent('at-once', 12_000);
  });

  it('ends at a cancel with what it had committed', async () => {
    const cancel = new AbortController();
    async function* slow() {
      for (let i = 0; i < 40; i++) {
        yield Buffer.from(`${lines(1000, i * 1000).join('\n')}\n`);
        if (i === 20) cancel.abort();
      }
    }
    const answer = await importStream({
      clusterName: 'cancelled',
      name: 'x',
      source: 'cli',
      input: Readable.from(slow()),
      bytesTotal: null,
      signal: cancel.signal,
    });
    expect(answer.state).toBe('cancelled');
    expect(answer.inserted).toBeLessThan(40_000);
    await expectConsistent('cancelled', answer.inserted);
  });
});

describe('bad input', () => {
  async function quarantinedOf(answer: ImportFileAnswer): Promise<[number, string][]> {
    const detail = await getImportDetail(answer.id, { limit: 100, cursor: null });
    return detail?.quarantined.map((line) => [line.lineNumber, line.reason]) ?? [];
  }

  it('costs its own line and is kept with its number and reason', async () => {
    const broken = [
      eventLine(1),
      eventLine(2).slice(0, 100),
      '',
      'not json at all',
      '"a string"',
      '{"kind":"Event","apiVersion":"v1","involvedObject":{},"reason":"Started"}',
      eventLine(3, { stage: 'Foo' }),
      eventLine(4, { level: 'Full' }),
      eventLine(5, { requestReceivedTimestamp: 'yesterday', stageTimestamp: 5 }),
      '{"kind":"Pod","apiVersion":"v1"}',
      eventLine(6),
    ];
    const bytes = Buffer.concat([
      Buffer.from(`${broken.join('\n')}\n`),
      Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d, 0x0a]),
      Buffer.from(eventLine(7)),
    ]);
    const answer = await importBytes(bytes, 'bad-lines');
    expect(answer).toMatchObject({ state: 'done', lines: 13, events: 12, inserted: 3, quarantined: 9 });
    expect(await quarantinedOf(answer)).toEqual([
      [2, 'the JSON ends in the middle of the event: the line is truncated'],
      [4, 'not JSON: an audit event begins with “{”, this begins with "not json at all"'],
      [5, 'a JSON string; expected an audit event, which is an object'],
      [
        6,
        expect.stringMatching(/^a Kubernetes Event object \(what `kubectl get events` shows\), not an audit event: /),
      ],
      [7, "stage 'Foo' is not one of RequestReceived, ResponseStarted, ResponseComplete, Panic"],
      [8, "level 'Full' is not one of None, Metadata, Request, RequestResponse"],
      [9, 'requestReceivedTimestamp "yesterday" is not a time; expected RFC 3339 such as 2026-01-31T12:00:00.000000Z'],
      [10, "a JSON object of kind 'Pod', apiVersion 'v1'; expected an audit.k8s.io/v1 or v1beta1 Event or EventList"],
      [12, 'not valid UTF-8 at byte 2; audit logs are UTF-8'],
    ]);
  });

  it('that is empty is an import of nothing', async () => {
    expect(await importBytes('', 'empty')).toMatchObject({ state: 'done', events: 0, lines: 0, bytes: 0 });
    expect(await importBytes('\n\n', 'empty')).toMatchObject({ state: 'done', events: 0, lines: 2 });
  });

  it('that is a gzip cut in half gives every event before the cut', async () => {
    const given = lines(9000);
    const whole = gzipSync(given.join('\n'));
    const half = whole.subarray(0, whole.length / 2);
    const answer = await importBytes(half, 'cut');
    expect(answer.state).toBe('done');
    expect(answer.inserted).toBeGreaterThan(3000);
    const stored = await storedEvents('cut');
    expect(stored).toEqual(given.slice(0, stored.length));
    const reasons = (await quarantinedOf(answer)).map(([, reason]) => reason);
    expect(reasons.at(-1)).toMatch(/^the gzip data is broken or cut off after \d+ bytes/);
    expect(answer.events).toBe(answer.inserted + answer.quarantined);
  });

  it('that is several gzip members one after another is read to the end', async () => {
    const bytes = Buffer.concat([gzipSync(`${lines(10).join('\n')}\n`), gzipSync(lines(10, 10).join('\n'))]);
    expect(await importBytes(bytes, 'members')).toMatchObject({ inserted: 20, quarantined: 0 });
  });

  it('that is a gzip bomb stops early', async () => {
    const answer = await importBytes(gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20)), 'bomb');
    expect(answer.state).toBe('failed');
    expect((await quarantinedOf(answer)).map(([, reason]) => reason)).toContainEqual(
      expect.stringContaining('decompression bomb'),
    );
  });

  it('that is a line of 64 MiB costs that line, and its hash and head are kept', async () => {
    async function* input() {
      yield Buffer.from(`${eventLine(1)}\n`);
      for (let i = 0; i < 64; i++) yield Buffer.alloc(1024 * 1024, 0x61);
      yield Buffer.from(`\n${eventLine(2)}\n`);
    }
    const answer = await importStream({
      clusterName: 'long',
      name: 'x',
      source: 'cli',
      input: Readable.from(input()),
      bytesTotal: null,
    });
    expect(answer).toMatchObject({ state: 'done', events: 3, inserted: 2, quarantined: 1 });
    const { rows } = await database.pool.query(
      'select byte_length, length(head) as head, encode(sha256, $2) as sha256 from quarantined_input where import_file_id = $1',
      [answer.id, 'hex'],
    );
    expect(rows).toEqual([
      {
        byte_length: 67108864,
        head: 65536,
        sha256: createHash('sha256').update(Buffer.alloc(67108864, 0x61)).digest('hex'),
      },
    ]);
  });

  it('that is no log at all is refused with what was expected', async () => {
    const binary = await importBytes(createHash('sha512').update('x').digest(), 'binary');
    expect(binary.state).toBe('failed');
    expect(binary.error).toMatch(/^what it holds is not a Kubernetes audit event.*expected a kube-apiserver audit log/);
    const csv = await importBytes('a,b\n'.repeat(5000), 'csv');
    expect(csv).toMatchObject({ state: 'failed', inserted: 0 });
    expect(csv.quarantined).toBeGreaterThanOrEqual(1000);
    expect(csv.events).toBe(csv.quarantined);
  });

  it('with hostile strings is stored as it is', async () => {
    const hostile = [
      '<script>alert(1)</script>',
      '=cmd|calc',
      'a\u202eb',
      'x\ny',
      '\u0000',
      "'; drop table event; --",
      '\ud800',
      '\\N',
      'a\tb',
      '__proto__',
    ];
    const given = hostile.map((name, i) =>
      eventLine(i, { user: { username: name }, objectRef: { resource: 'pods', name }, userAgent: name }),
    );
    expect(await importBytes(given.join('\n'), 'hostile')).toMatchObject({ inserted: hostile.length, quarantined: 0 });
    expect(await storedEvents('hostile')).toEqual(given);
    await expectConsistent('hostile', hostile.length);
  });
});

const skipped = skipWithReason(existsSync(SAMPLES), 'imports of real logs', `${SAMPLES} is not there`);

describe.skipIf(skipped)('the logs of a real API server', () => {
  it('are taken whole, and the same events by webhook are the same events', async () => {
    const file = path.join(SAMPLES, 'audit.log.gz');
    const given = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n').slice(0, REAL_LINES);
    const gzip = gzipSync(`${given.join('\n')}\n`);
    const input = Readable.from([gzip.subarray(0, 100_000), gzip.subarray(100_000)]);
    const answer = await importStream({ clusterName: 'real', name: file, source: 'cli', input, bytesTotal: null });
    expect(answer).toMatchObject({ state: 'done', events: given.length, inserted: given.length, quarantined: 0 });
    expect(answer.sha256).toBe(createHash('sha256').update(gzip).digest('hex'));
    expect(await storedEvents('real')).toEqual(given);

    for (const body of readdirSync(path.join(SAMPLES, 'webhook')).filter((name) => name.endsWith('.json'))) {
      const bytes = readFileSync(path.join(SAMPLES, 'webhook', body));
      const items = (JSON.parse(bytes.toString()) as { items: object[] }).items;
      const result = await importBytes(bytes, 'real-webhook', body);
      expect(result).toMatchObject({ events: items.length, quarantined: 0 });
      expect(result.inserted + result.duplicates).toBe(items.length);
    }
  });
});
