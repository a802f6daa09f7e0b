import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditKey } from '@/lib/audit/event-identity';
import { closePool, getPool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { parseEventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { findAuditKey } from '@/lib/search/find-audit-key';
import { findText } from '@/lib/search/find-text';
import { withSearchLimit } from '@/lib/search/search-limit';
import { TextIndex } from './text-index';
import { SIGNATURE_BYTES } from './text-signature';
import { updateTextIndex } from './update-text-index';

const START = Date.UTC(2026, 0, 1);
const WINDOW = { from: START * 1000, to: (START + 100_000_000) * 1000 };
const RARE = ['xmrig-miner', 'Zürich', 'quote " and \\ slash', 'sh.helm.release.v1.payments'];

let database: TestDatabase;
const lines: string[] = [];
/** Some that are no UUID, and one that two events have. */
const auditIDs = new Map([
  [123, 'chosen by "a client"'],
  [9000, '9b1f6a52-0000-4000-8000-00000000abcd'],
  [20_000, 'chosen by "a client"'],
  [21_000, '5d0c2c6e-1111-4000-8000-00000000abcd'],
]);

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  // Three runs of a cluster and a rest; a second cluster that is shorter than a run.
  for (let n = 0; n < 26_500; n++) lines.push(eventLine(n));
  // The same auditID, in other words.
  lines[9000] = (lines[9000] as string).replace('9b1f6a52', '\\u0039b1f6a52');
  await importLines(lines.slice(0, 25_500), 'long');
  await importLines(lines.slice(25_500), 'short');
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

function eventLine(n: number): string {
  const at = new Date(START + n * 1000).toISOString();
  const rare = n % 4000 === 17 ? RARE[(n / 4000) & 3] : `pod-${n % 50}`;
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: auditIDs.get(n) ?? randomUUID(),
    stage: 'ResponseComplete',
    requestURI: '/api/v1/pods',
    verb: 'get',
    user: { username: `user-${n % 7}`, uid: randomUUID() },
    sourceIPs: ['192.0.2.1'],
    objectRef: { resource: 'pods', apiVersion: 'v1', name: rare },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: at.replace('Z', '000Z'),
    stageTimestamp: at.replace('Z', '000Z'),
  });
}

async function importLines(given: readonly string[], clusterName: string): Promise<void> {
  const input = Readable.from([Buffer.from(given.join('\n'))]);
  await importStream({ clusterName, name: 'test.log', source: 'cli', input, bytesTotal: null });
}

async function found(text: string): Promise<string[]> {
  const rows = await withSearchLimit(getPool(), (client) => findText(client, text, WINDOW, null));
  return rows.map(({ at, hash }) => `${at} ${hash}`);
}

let asked = 0;

/** Another end of the window each time: what was found a moment ago must not answer. */
async function count(q: string): Promise<number> {
  const to = new Date(START + 90_000_000 + 1000 * asked++).toISOString();
  const { filter, problems } = parseEventFilter(new URLSearchParams({ q, to }));
  expect(problems).toEqual([]);
  return (await searchEvents({ filter, limit: 1 })).total;
}

async function blocksToRead(text: string): Promise<number> {
  const { rows } = await database.pool.query<{ clusterId: number; seq: number }>(
    'select cluster_id as "clusterId", seq from evidence_block',
  );
  const client = await getPool().connect();
  try {
    const ranges = await new TextIndex().narrow(client, WINDOW, (mayHold) => mayHold(Buffer.from(text)));
    const isIn = ({ clusterId, seq }: { clusterId: number; seq: number }) =>
      ranges.some((range) => range.clusterId === clusterId && range.first <= seq && seq <= range.last);
    return rows.filter(isIn).length;
  } finally {
    client.release();
  }
}

async function withAuditID(auditID: string): Promise<string[]> {
  const { key } = auditKey(auditID);
  const rows = await withSearchLimit(getPool(), (client) => findAuditKey(client, key, WINDOW));
  return rows.map(({ at, hash }) => `${at} ${hash}`);
}

async function runsWith(auditID: string): Promise<number> {
  return withSearchLimit(getPool(), async (client) => {
    const { runs } = await new TextIndex().narrowByAuditKey(client, WINDOW, auditKey(auditID).key);
    return runs.length;
  });
}

describe('The text index', () => {
  test('changes no answer, and spares reading', async () => {
    const uid = JSON.parse(lines[12_345] as string).user.uid as string;
    const somewhere = (lines[20_001] as string).slice(60, 110);
    const questions = [...RARE, uid, somewhere, 'user-3', 'ab', 'nowhere at all'];
    const before = await Promise.all(questions.map(found));
    expect(before.map((rows) => rows.length)).toEqual([2, 2, 2, 1, 1, 1, expect.any(Number), expect.any(Number), 0]);

    const paths = ['user.uid:X OR "Zürich"', 'objectRef.name:*miner', 'NOT objectRef.name:pod-* duration:<1s'];
    const counted = () => Promise.all(paths.map((q) => count(q.replace('X', uid))));
    const countedBefore = await counted();
    expect(countedBefore).toEqual([3, 2, 7]);

    expect(await updateTextIndex()).toBe(3);
    expect(await counted()).toEqual(countedBefore);
    expect(await updateTextIndex()).toBe(0);
    expect(await Promise.all(questions.map(found))).toEqual(before);

    // 27 blocks, of which 24 are in runs: a rare string leaves the runs that it is in, and the rest.
    expect(await blocksToRead(uid)).toBe(3 + 8);
    expect(await blocksToRead('nowhere at all')).toBe(3);
    expect(await blocksToRead('user-3')).toBe(27);
    expect(await blocksToRead('ab')).toBe(27);
  });

  test('finds any piece of any event', async () => {
    await updateTextIndex();
    const events = fc.nat({ max: lines.length - 1 });
    await fc.assert(
      fc.asyncProperty(events, fc.nat({ max: 400 }), fc.integer({ min: 12, max: 80 }), async (n, from, length) => {
        const line = lines[n] as string;
        const piece = line.slice(from, from + length);
        if (piece.length < 3) return;
        const expected = lines.filter((other) => other.includes(piece)).length;
        // A piece of JSON is looked for as it stands and as it would stand in a string: the first is what it is here.
        expect((await found(piece)).length).toBe(expected);
      }),
      { numRuns: Number(process.env.PLUMBLINE_TEXT_RUNS ?? 2) },
    );
  });

  test('knows the auditIDs in the rows, however they stand in the events', async () => {
    const asked = [
      ...new Set(auditIDs.values()),
      JSON.parse(lines[12_345] as string).auditID as string,
      'nobody chose it',
    ];
    await database.pool.query('delete from text_signature');
    const before = await Promise.all(asked.map(withAuditID));
    expect(before.map((rows) => rows.length)).toEqual([2, 1, 1, 1, 0]);
    await updateTextIndex();
    expect(await Promise.all(asked.map(withAuditID))).toEqual(before);
    expect(await runsWith('9b1f6a52-0000-4000-8000-00000000abcd')).toBe(1);
  });

  test('makes again what a reindex has taken away, and forgets it meanwhile', async () => {
    const uid = JSON.parse(lines[12_345] as string).user.uid as string;
    await updateTextIndex();
    const before = await found(uid);
    const other = randomUUID();
    // Signatures that deny everything: a search that still went by them would find nothing.
    await database.pool.query(
      'update text_signature set bits = $1, id = nextval($2) where first_seq = (select first_seq from text_signature order by 1 offset 1 limit 1)',
      [Buffer.alloc(SIGNATURE_BYTES), 'text_signature_id_seq'],
    );
    expect(await found(uid)).toEqual([]);
    await database.pool.query('delete from text_signature where bits = $1', [Buffer.alloc(SIGNATURE_BYTES)]);
    expect(await found(uid)).toEqual(before);
    expect(await found(other)).toEqual([]);
    expect(await updateTextIndex()).toBe(1);
    expect(await found(uid)).toEqual(before);
  });

  test('goes on after what was added later, and leaves room for what is too much', async () => {
    await updateTextIndex();
    const more = Array.from({ length: 9000 }, (_, n) => eventLine(30_000 + n));
    await importLines([...more, eventLine(40_000).replace('pod-0', 'late-one')], 'short');
    const before = await found('late-one');
    expect(before.length).toBe(1);
    expect(await updateTextIndex()).toBe(1);
    expect(await found('late-one')).toEqual(before);
  });
});
