import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { HASH_BYTES, leafHash, rootFromInclusion } from '@/lib/evidence/merkle-tree';
import { importStream } from '@/lib/ingest/import-stream';
import type { Person } from '@/lib/people/person';
import { EventRemovedError, getEventDetail } from '@/lib/search/event-detail';
import { parseEventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { checkCaseRecords, ENTRY_HASH, findBrokenRecords } from '@/lib/verify/case-records';
import { Findings } from '@/lib/verify/findings';
import { addPin } from './add-pin';
import type { CaseDetail } from './case-answers';
import { CaseConflictError, NotInCaseError } from './case-conflict';
import { changeLink } from './case-links';
import { getCaseLog } from './case-log';
import { changeCase } from './change-case';
import { changePin } from './change-pin';
import { getCase } from './get-case';
import { addHypothesis, changeHypothesis } from './hypotheses';
import { listCases } from './list-cases';
import { openCase } from './open-case';

let database: TestDatabase;
let directory: string;
const alice: Person = { name: 'alice', how: 'proxy' };
const bob: Person = { name: 'bob', how: 'stated' };

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-cases-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  const lines = Array.from({ length: 40 }, (_, n) => {
    const at = `2026-01-0${1 + (n % 2)}T00:00:${String(n).padStart(2, '0')}.000000Z`;
    const objectRef = { resource: 'pods', namespace: 'payments', name: `api-${n % 4}` };
    const verb = n % 4 === 0 ? 'delete' : 'get';
    const fixed = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', level: 'Metadata', stage: 'ResponseComplete' };
    return JSON.stringify({
      ...fixed,
      auditID: `${n}`,
      verb,
      objectRef,
      requestReceivedTimestamp: at,
      stageTimestamp: at,
    });
  });
  const input = Readable.from([Buffer.from(lines.join('\n'))]);
  await importStream({ clusterName: 'prod', name: 'log', source: 'cli', input, bytesTotal: null });
  await addDeviation();
});

afterAll(async () => {
  await closePool();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

const DEVIATION = '00000000-0000-4000-8000-000000000001';
const explanation = {
  sentence: 'Deployment a/b deleted 10 pods',
  actual: 10,
  expected: 0,
  band: null,
  ratio: null,
  oneIn: 1000,
  restsOn: { weeks: 1, hours: 10, peers: 2, maskedHours: 0 },
  news: [],
  contributions: [],
  eventIDs: [],
  query: [
    ['cluster', 'prod'],
    ['verb', 'delete'],
  ],
  model: 'm',
};

async function addDeviation(): Promise<void> {
  const at = Date.UTC(2026, 0, 1) * 1000;
  await database.pool.query(
    `insert into workload (cluster_id, name, peer_group, first_at, last_at)
     select id, 'Deployment a/b', 'g', $1, $1 from cluster where name = 'prod'`,
    [at],
  );
  await database.pool.query(
    `insert into deviation (id, cluster_id, workload_id, actor, kind, metric, start_at, end_at, raised_at, score, surprise,
       severity, raised, explanation, model_version, state_hash)
     select $1, cluster_id, id, 'u', 'count-above', 'requests', $2, $2, $2, 7, 5, 'medium', true, $3, 'm', 's' from workload`,
    [DEVIATION, at, explanation],
  );
}

async function eventIds(query: string): Promise<string[]> {
  const { events } = await searchEvents({ filter: parseEventFilter(new URLSearchParams(query)).filter });
  return events.map(({ id }) => id);
}

async function read(id: number): Promise<CaseDetail> {
  const found = await getCase(id);
  if (!found) throw new Error('the case is not there');
  return found;
}

describe('a case', () => {
  it('holds what was pinned with the facts of that moment, and says who did what', async () => {
    const id = await openCase({ title: ' Deleted pods ', tags: ['b', 'a', 'b'] }, alice);
    const [event = ''] = await eventIds('cluster=prod&verb=delete');
    const detail = await getEventDetail(event);
    await addPin(id, { kind: 'event', event, note: 'first', contextSeconds: 60 }, bob);
    await addPin(id, { kind: 'query', query: 'cluster=prod&verb=delete' }, bob);
    await addPin(id, { kind: 'object', query: 'cluster=prod&resource=pods&namespace=payments&name=api-0' }, bob);
    await addPin(id, { kind: 'chart', page: '/overview', query: 'verb=get&tz=local', title: 'Reads' }, bob);
    await addPin(id, { kind: 'deviation', deviation: DEVIATION }, bob);
    const found = await read(id);
    expect(found).toMatchObject({ title: 'Deleted pods', tags: ['a', 'b'], status: 'open', openedBy: alice });
    const facts = Object.fromEntries(found.pins.map((pin) => [pin.kind, pin.facts]));
    expect(facts.event).toMatchObject({
      sha256: detail?.evidence.sha256,
      ordinal: detail?.evidence.ordinal,
      row: detail?.row,
    });
    expect(facts.query).toMatchObject({
      query: 'verb=delete&cluster=prod',
      text: 'verb:delete cluster:prod',
      figures: { total: 10 },
    });
    expect(facts.chart).toMatchObject({ figures: { total: 30 } });
    expect(facts.object).toMatchObject({ writes: 10, failed: 0, first: '2026-01-01T00:00:00.000000Z' });
    expect(facts.deviation).toMatchObject({ copy: { workload: 'Deployment a/b', explanation } });
    expect(found.pins.find(({ kind }) => kind === 'chart')?.href).toBe('/overview?verb=get&tz=local');
    expect(found.pins.map(({ at }) => at)).toEqual(found.pins.map(({ at }) => at).sort());
    expect(found.log.map(({ action, by }) => `${action} ${by.name}`)).toEqual([
      ...Array(5).fill('pin.added bob'),
      'case.opened alice',
    ]);
    // What was frozen is what was pinned then, whatever comes after.
    const more = `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"x","stage":"ResponseComplete","verb":"delete","requestReceivedTimestamp":"2026-01-01T12:00:00Z"}`;
    await importStream({
      clusterName: 'later',
      name: 'log',
      source: 'cli',
      input: Readable.from([Buffer.from(more)]),
      bytesTotal: null,
    });
    expect((await read(id)).pins.map((pin) => pin.facts)).toEqual(found.pins.map((pin) => pin.facts));
  });

  it('takes no pin twice, nothing that is not there, and no query that is not understood', async () => {
    const id = await openCase({ title: 'x' }, alice);
    const [event = ''] = await eventIds('cluster=prod&verb=delete');
    await addPin(id, { kind: 'event', event }, alice);
    await expect(addPin(id, { kind: 'event', event }, alice)).rejects.toThrow(CaseConflictError);
    await expect(addPin(id, { kind: 'event', event: 'none' }, alice)).rejects.toThrow(NotInCaseError);
    await expect(addPin(id, { kind: 'query', query: 'from=nonsense' }, alice)).rejects.toThrow('is not a time');
    await expect(addPin(id, { kind: 'deviation', deviation: 'none' }, alice)).rejects.toThrow(NotInCaseError);
    await expect(addPin(id, { kind: 'object', query: 'cluster=prod' }, alice)).rejects.toThrow('not named');
    await expect(addPin(id, { kind: 'chart', page: '//evil.example', query: '', title: 'x' }, alice)).rejects.toThrow(
      'expected the path of a page',
    );
    expect(await addPin(999, { kind: 'event', event }, alice)).toBeNull();
    const [pin] = (await read(id)).pins;
    await changePin(id, pin?.id ?? 0, { note: 'why', contextSeconds: 5 }, bob);
    await changePin(id, pin?.id ?? 0, { remove: true }, bob);
    await addPin(id, { kind: 'event', event }, alice);
    expect((await read(id)).log.map(({ action }) => action)).toEqual([
      'pin.added',
      'pin.removed',
      'pin.context',
      'pin.note',
      'pin.added',
      'case.opened',
    ]);
  });

  it('is closed with a reason, and then changed only after it was reopened', async () => {
    const id = await openCase({ title: 'x' }, alice);
    await changeCase(id, { close: 'nothing was taken' }, bob);
    expect(await read(id)).toMatchObject({ status: 'closed', reason: 'nothing was taken' });
    await expect(addHypothesis(id, { text: 'y' }, bob)).rejects.toThrow('Reopen it first');
    await expect(changeCase(id, { notes: 'y' }, bob)).rejects.toThrow('Reopen it first');
    await expect(changeCase(id, { close: 'again' }, bob)).rejects.toThrow('closed already');
    await changeCase(id, { reopen: true, notes: 'more' }, alice);
    expect(await read(id)).toMatchObject({ status: 'open', reason: null, notes: 'more' });
    expect(await changeCase(999, { reopen: true }, alice)).toBe(false);
  });

  it('is not overwritten by who saw an older version', async () => {
    const id = await openCase({ title: 'x' }, alice);
    const { version } = await read(id);
    await changeCase(id, { version, notes: 'alice' }, alice);
    await expect(changeCase(id, { version, notes: 'bob' }, bob)).rejects.toThrow('Somebody changed case');
    expect((await read(id)).notes).toBe('alice');
  });

  it('has hypotheses and linked cases, and is found by status, tag and words', async () => {
    const id = await openCase({ title: 'One 100%_sure', tags: ['credentials'] }, alice);
    const other = await openCase({ title: 'Two' }, alice);
    const hypothesis = await addHypothesis(id, { text: 'a stolen token' }, alice);
    await changeHypothesis(id, hypothesis ?? 0, { state: 'refuted' }, bob);
    await expect(changeHypothesis(other, hypothesis ?? 0, { state: 'open' }, bob)).rejects.toThrow(NotInCaseError);
    await changeLink(other, { case: id }, alice);
    await changeLink(id, { case: other }, alice);
    await expect(changeLink(id, { case: id }, alice)).rejects.toThrow(CaseConflictError);
    await expect(changeLink(id, { case: 999 }, alice)).rejects.toThrow(NotInCaseError);
    expect(await read(id)).toMatchObject({ hypotheses: [{ state: 'refuted' }], linked: [{ id: other }] });
    expect((await read(other)).linked).toEqual([{ id, title: 'One 100%_sure', status: 'open' }]);
    expect((await read(id)).log.filter(({ action }) => action === 'link.added')).toHaveLength(1);
    await changeLink(id, { case: other, remove: true }, alice);
    expect((await read(other)).linked).toEqual([]);
    expect((await listCases({ status: 'open', tag: 'credentials', text: '100%_' })).cases.map((one) => one.id)).toEqual(
      [id],
    );
    expect((await listCases({ status: 'closed', tag: 'credentials', text: null })).cases).toEqual([]);
    expect(await getCaseLog(id, { after: 0, limit: 2 })).toMatchObject({ entries: [{ action: 'case.opened' }, {}] });
    expect(await getCaseLog(999, { after: 0, limit: 2 })).toBeNull();
  });

  it('keeps its record against the database’s owner in a hurry', async () => {
    const { pool } = database;
    for (const statement of [
      `update case_entry set person = 'nobody'`,
      'delete from case_entry',
      'truncate case_entry',
      `update case_pin set facts = '{}'`,
      'update case_pin set event_at = 0',
      `update case_pin set pinned_by = 'nobody'`,
      'delete from case_pin',
      'delete from case_file',
    ]) {
      await expect(pool.query(statement), statement).rejects.toThrow(/never changed|foreign key/);
    }
  });

  it('has a record in which every entry names the one before, also where many write at once', async () => {
    const [id, other] = [await openCase({ title: 'ä', notes: '1' }, alice), await openCase({ title: 'y' }, alice)];
    const steps = Array.from({ length: 6 }, (_, n) =>
      n % 2 === 0
        ? addHypothesis(n % 4 === 0 ? id : other, { text: `number ${n}` }, bob)
        : changeLink(
            n % 4 === 1 ? id : other,
            { case: n % 4 === 1 ? other : id, ...(n > 2 ? { remove: true as const } : {}) },
            alice,
          ),
    );
    await Promise.all(steps);
    expect(await findBrokenRecords(database.pool, null)).toEqual([]);
    const { log, logTotal, logProblem } = await read(id);
    expect(logProblem).toBeNull();
    expect(log.map(({ place }) => place)).toEqual(Array.from({ length: logTotal }, (_, n) => logTotal - n));
  });

  it('says the first place at which its record is not as it was written', async () => {
    const id = await openCase({ title: 'x' }, alice);
    for (const text of ['a', 'b', 'c', 'd']) await addHypothesis(id, { text }, bob);
    const entry = (place: number) => `where case_id = ${id} and place = ${place}`;
    const changes: [string, string][] = [
      [`update case_entry set person = 'nobody' ${entry(3)}`, 'entry 3 does not say what was written'],
      [`update case_entry set at = at + interval '1 microsecond' ${entry(1)}`, 'entry 1 does not say'],
      [`update case_entry set detail = '{"text":"e"}' ${entry(5)}`, 'entry 5 does not say'],
      [
        `update case_entry set action = 'pin.added' ${entry(2)}; update case_entry set hash = ${ENTRY_HASH} ${entry(2)}`,
        'entry 3 does not follow the one before it: entry 2 was changed or replaced, or this one was',
      ],
      [`delete from case_entry ${entry(4)}`, 'entry 4 is missing'],
      [`delete from case_entry where case_id = ${id} and place in (2, 3)`, 'entries 2 to 3 are missing'],
      [`delete from case_entry ${entry(5)}`, 'the last entry is missing: there were 5'],
      [`delete from case_entry where case_id = ${id}`, 'the last 5 entries are missing'],
      [
        `insert into case_entry (case_id, person, person_how, action, detail, place, previous, hash)
           select ${id}, 'eve', 'proxy', 'case.tags', '{}', 6, hash, hash from case_entry ${entry(5)};
         update case_entry set hash = ${ENTRY_HASH} ${entry(6)}`,
        'there are 6 entries, and the case knows of 5',
      ],
      [
        `update case_entry set detail = '{}' ${entry(5)}; update case_entry set hash = ${ENTRY_HASH} ${entry(5)}`,
        'the last entry, 5, is another one than the case knows of',
      ],
    ];
    const client = await database.pool.connect();
    try {
      for (const [statements, message] of changes) {
        await client.query(`begin; alter table case_entry disable trigger case_entry_change; ${statements}`);
        const findings = new Findings();
        await checkCaseRecords(client, findings);
        expect(
          findings.list().map((finding) => finding.message),
          statements,
        ).toEqual([expect.stringContaining(`record of case ${id}: ${message}`)]);
        await client.query('rollback');
      }
      expect(await findBrokenRecords(client, null)).toEqual([]);
    } finally {
      client.release();
    }
  });

  it('of before the chain was chained by the migration as it was', async () => {
    const hashes = 'select hash from case_entry order by id';
    const client = await database.pool.connect();
    try {
      const { rows: before } = await client.query(hashes);
      await client.query(`begin; alter table case_entry drop column place, drop column previous, drop column hash;
        alter table case_file drop column entry_count, drop column entry_head`);
      await client.query(await readFile('prisma/migrations/20261121213000_case_record_chain/migration.sql', 'utf8'));
      expect((await client.query(hashes)).rows).toEqual(before);
      expect(await findBrokenRecords(client, null)).toEqual([]);
      await client.query('rollback');
    } finally {
      client.release();
    }
  });

  it('of an event that retention removed keeps the facts, by which its bytes can still be proved', async () => {
    const id = await openCase({ title: 'gone' }, alice);
    const [event = ''] = await eventIds('cluster=prod&verb=delete');
    await addPin(id, { kind: 'event', event }, alice);
    const raw = (await getEventDetail(event))?.raw ?? '';
    const { rows } = await database.pool.query<{ id: number; seq: number }>(
      `select c.id, max(b.seq)::int as seq from cluster c join evidence_block b on b.cluster_id = c.id where c.name = 'prod' group by 1`,
    );
    const { id: cluster, seq } = rows[0] ?? { id: 0, seq: 0 };
    await database.pool.query(
      `select prune_evidence($1::smallint, 1, $2, 1767225600000000, 'note', 'older than 1 day')`,
      [cluster, seq],
    );
    await database.pool.query('delete from event where cluster_id = $1', [cluster]);
    await expect(getEventDetail(event)).rejects.toThrow(EventRemovedError);
    const [pin] = (await read(id)).pins;
    expect(pin?.gone).toBe('removed by retention on 2026-01-01 (older than 1 day)');
    if (pin?.facts.kind !== 'event') throw new Error('not an event');
    const { sha256, ordinal, proof, block } = pin.facts;
    expect(createHash('sha256').update(raw).digest('hex')).toBe(sha256);
    const [, events, root] = /\nevents (\d+)\n[\s\S]*\nevent-root ([0-9a-f]{64})\n/.exec(proof.header) ?? [];
    const eventPath = proof.eventPath.map((hash) => Buffer.from(hash, 'hex'));
    const leaf = leafHash(Buffer.from(raw));
    expect(leaf).toHaveLength(HASH_BYTES);
    expect(rootFromInclusion(leaf, ordinal, Number(events), eventPath)?.toString('hex')).toBe(root);
    // The header's hash is still in the log, and so in every checkpoint.
    const kept = await database.pool.query<{ hash: Buffer }>(
      'select block_hash as hash from evidence_block where cluster_id = $1 and seq = $2',
      [cluster, block],
    );
    expect(kept.rows[0]?.hash.toString('hex')).toBe(proof.blockHash);
    expect(leafHash(Buffer.from(proof.header)).toString('hex')).toBe(proof.blockHash);
  });
});
