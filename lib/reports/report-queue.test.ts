// Reports in the background: asked for, made, cancelled, signed off, and made again on a schedule.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { makeNextReport, recoverReports } from './make-reports';
import { findScope, listScopes, setScope } from './namespace-scopes';
import { newReportSchema, newScheduleSchema } from './report-answers';
import {
  cancelReport,
  getReport,
  getReportData,
  getReportView,
  listReports,
  requestReport,
  signOffReport,
} from './report-queue';
import { addSchedule, askForNextScheduled, endSchedule, lastPeriod, listSchedules, nextRun } from './report-schedules';

let database: TestDatabase;
let directory: string;
const never = new AbortController().signal;
const alice = { name: 'Alice', how: 'stated' } as const;
const wanted = newReportSchema.parse({
  control: 'secret-access',
  from: '2026-01-01T00:00:00Z',
  to: '2026-01-02T00:00:00Z',
});

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-reports-'));
  process.env.PLUMBLINE_DATA = directory;
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  const lines = Array.from({ length: 30 }, (_, n) =>
    JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: n === 3 ? 'Request' : 'Metadata',
      auditID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      stage: 'ResponseComplete',
      verb: 'get',
      user: { username: n % 2 === 0 ? 'bob@example.com' : 'system:node:worker-1' },
      sourceIPs: ['198.51.100.7'],
      objectRef: { resource: 'secrets', namespace: n < 10 ? 'payments' : 'shop', name: 'a' },
      responseStatus: { code: 200 },
      requestReceivedTimestamp: `2026-01-01T00:00:${String(n).padStart(2, '0')}.000000Z`,
    }),
  );
  const input = Readable.from([lines.join('\n')]);
  await importStream({ clusterName: 'prod', name: 'log', source: 'cli', input, bytesTotal: null });
});

afterAll(async () => {
  await closePool();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

describe('a report in the background', () => {
  it('is made by the worker, and read with its figures', async () => {
    const { id, state, title } = await requestReport(wanted, alice);
    expect([state, title]).toEqual(['queued', 'Plumbline 1: Access to secrets']);
    expect(await getReportData(id)).toBeNull();
    expect(await makeNextReport(never)).toBe(true);
    expect(await makeNextReport(never)).toBe(false);
    const report = await getReport(id);
    expect(report).toMatchObject({ state: 'done', askedBy: 'Alice', error: null, scheduled: false });
    expect(report?.summary).toMatchObject({ events: 30, checks: 4, exceptions: 2, coverage: 'unknown' });
    expect(report?.partsDone).toBe(report?.parts);
    expect((await getReportView(id))?.population.events).toBe(30);
    expect((await listReports())[0]?.id).toBe(id);
  });

  it('is signed off with a name, and as complete only with a reason where time is not covered', async () => {
    const { id } = (await listReports())[0] ?? { id: '' };
    const unknown = { name: 'unknown', how: 'unknown' } as const;
    await expect(signOffReport(id, { verdict: 'complete', reason: 'x' }, unknown)).rejects.toThrow(
      'A sign-off needs a name',
    );
    await expect(signOffReport(id, { verdict: 'complete', reason: ' ' }, alice)).rejects.toThrow('Give the reason why');
    const reason = 'The log of that hour was compared with the API server’s own.';
    await signOffReport(id, { verdict: 'not complete', reason: '' }, alice);
    const signed = await signOffReport(id, { verdict: 'complete', reason }, { name: 'Zoë', how: 'proxy' });
    expect(signed?.signOffs).toMatchObject([
      { verdict: 'not complete', person: 'Alice', how: 'stated' },
      { verdict: 'complete', person: 'Zoë', how: 'proxy', reason },
    ]);
    expect((await getReportData(id))?.signOffs).toEqual(signed?.signOffs);
    // What was signed off is evidence for the controls about reviews.
    const review = await requestReport({ ...wanted, control: 'PCI-10.4.1', to: new Date().toISOString() }, alice);
    await makeNextReport(never);
    const facts = (await getReportData(review.id))?.facts.find(({ title }) => title === 'Reviews in the period');
    expect(facts?.rows.map(({ value }) => value)).toEqual([
      '2',
      'report SECRET-ACCESS of 2026-01-01 to 2026-01-02 signed off as “not complete” by Alice',
      `report SECRET-ACCESS of 2026-01-01 to 2026-01-02 signed off as “complete” by Zoë: ${reason}`,
    ]);
  });

  it('is cancelled while it waits, and fails with what is wrong', async () => {
    const { id } = await requestReport(wanted, alice);
    expect((await cancelReport(id))?.state).toBe('cancelled');
    const late = await requestReport({ ...wanted, from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' }, alice);
    await makeNextReport(never);
    expect(await getReport(late.id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('There is no event between'),
    });
    await expect(signOffReport(late.id, { verdict: 'not complete', reason: '' }, alice)).rejects.toThrow(
      'when it is made',
    );
  });

  it('goes back into the queue when the worker stops, and after one that died', async () => {
    const { id } = await requestReport(wanted, alice);
    await makeNextReport(AbortSignal.abort(new Error('stop')));
    expect((await getReport(id))?.state).toBe('queued');
    await database.pool.query(`update report set state = 'running' where id = $1`, [id]);
    await recoverReports();
    expect(await makeNextReport(never)).toBe(true);
    expect((await getReport(id))?.state).toBe('done');
  });

  it('is refused with what is wrong before it waits', async () => {
    await expect(requestReport({ ...wanted, control: 'PCI-99' }, alice)).rejects.toThrow(
      'There is no report “PCI-99”. Of this kind there are PCI-10.2.1, PCI-10.2.1.1',
    );
    await expect(requestReport({ ...wanted, query: 'verb:(' }, alice)).rejects.toThrow('column');
    await expect(requestReport({ ...wanted, scope: 'cards' }, alice)).rejects.toThrow(
      'There is no scope of namespaces “cards”.',
    );
    await expect(requestReport({ ...wanted, from: wanted.to }, alice)).rejects.toThrow('before it begins');
    expect(await getReport('no-uuid')).toBeNull();
  });

  it('can be about the namespaces of a scope, with pseudonyms', async () => {
    await setScope({ name: 'cards', namespaces: ['pay*'] }, alice);
    const { id } = await requestReport({ ...wanted, scope: 'cards', pseudonyms: true }, alice);
    await makeNextReport(never);
    const data = await getReportData(id);
    expect(data?.population.events).toBe(10);
    expect(JSON.stringify(data)).not.toMatch(/bob@example|198\.51\.100\.7/);
    await setScope({ name: 'cards', namespaces: [] }, alice);
    expect(await listScopes()).toEqual([]);
    await expect(findScope('cards')).rejects.toThrow();
  });
});

describe('a schedule', () => {
  const at = (time: string) => new Date(time);

  it.each([
    [
      'daily',
      '2026-03-01T00:00:00Z',
      '2026-02-28T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
      '2026-03-01T02:00:00.000Z',
    ],
    [
      'daily',
      '2026-03-01T02:00:00Z',
      '2026-02-28T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
      '2026-03-02T02:00:00.000Z',
    ],
    [
      'weekly',
      '2026-11-22T23:59:59Z',
      '2026-11-09T00:00:00.000Z',
      '2026-11-16T00:00:00.000Z',
      '2026-11-23T02:00:00.000Z',
    ],
    [
      'monthly',
      '2026-01-31T12:00:00Z',
      '2025-12-01T00:00:00.000Z',
      '2026-01-01T00:00:00.000Z',
      '2026-02-01T02:00:00.000Z',
    ],
  ] as const)('%s at %s is about %s to %s, and next due at %s', (every, now, from, to, next) => {
    expect(lastPeriod(every, at(now))).toEqual({ from, to });
    expect(nextRun(every, at(now)).toISOString()).toBe(next);
  });

  it('asks for what is due, each that was missed, until it is ended', async () => {
    const asked = newScheduleSchema.parse({ control: 'SECRET-ACCESS', every: 'daily', clusters: ['prod'] });
    const [schedule] = await addSchedule(asked, alice, at('2026-01-01T12:00:00Z'));
    expect(schedule).toMatchObject({ control: 'SECRET-ACCESS', nextAt: '2026-01-02T02:00:00.000Z', askedBy: 'Alice' });
    expect(await askForNextScheduled(at('2026-01-02T01:59:59Z'))).toBe(false);
    expect(await askForNextScheduled(at('2026-01-03T05:00:00Z'))).toBe(true);
    expect(await askForNextScheduled(at('2026-01-03T05:00:00Z'))).toBe(true);
    expect(await askForNextScheduled(at('2026-01-03T05:00:00Z'))).toBe(false);
    const made = (await listReports()).filter(({ scheduled }) => scheduled);
    expect(made.map(({ request }) => request.from).sort()).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-01-02T00:00:00.000Z',
    ]);
    expect(await endSchedule(schedule?.id ?? 0)).toBe(true);
    expect(await endSchedule(schedule?.id ?? 0)).toBe(false);
    expect(await listSchedules()).toEqual([]);
  });
});
