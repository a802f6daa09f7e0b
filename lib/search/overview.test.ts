import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { emptyFilter, parseEventFilter } from './event-filter';
import { getOverview } from './overview';
import { overviewSchema } from './overview-answers';

const NOW = Date.UTC(2026, 10, 22) * 1000;
const log = gunzipSync(readFileSync('e2e/fixtures/audit.log.gz'));
const eventSchema = z.object({
  responseStatus: z.object({ code: z.number().optional(), reason: z.string().optional() }).optional(),
});
const events = log
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map((line) => eventSchema.parse(JSON.parse(line)));
const failed = events.filter((event) => (event.responseStatus?.code ?? 0) >= 400);

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

function importLog(clusterName: string, bytes: Buffer | string, name = 'audit.log') {
  return importStream({
    clusterName,
    name,
    source: 'cli',
    input: Readable.from([Buffer.from(bytes)]),
    bytesTotal: null,
  });
}

const ask = (query: string) => getOverview(parseEventFilter(new URLSearchParams(query)).filter, NOW);

describe('the overview', () => {
  it('of an empty database is empty, and keeps to its shape', async () => {
    const overview = overviewSchema.parse(await getOverview(emptyFilter, NOW));
    expect(overview).toMatchObject({ total: 0, failed: 0, stored: 0, firstEventAt: null, newSinceLastImport: null });
  });

  it('counts what a log holds', async () => {
    await importLog('kind', log);
    const overview = overviewSchema.parse(await ask(''));
    expect(overview).toMatchObject({ total: events.length, failed: failed.length, stored: events.length });
    expect(overview.clusters).toEqual([{ value: 'kind', count: events.length }]);
    expect(overview.activity.total).toBe(events.length);
    expect(overview.newSinceLastImport).toMatchObject({ firstImport: true, inserted: events.length, fields: [] });
  });

  it('counts failures by code and reason, the same in the table and over time', async () => {
    const overview = await ask('');
    const byCode = new Map<string, number>();
    for (const event of failed) {
      const code = String(event.responseStatus?.code);
      byCode.set(code, (byCode.get(code) ?? 0) + 1);
    }
    const overTime = new Map<string, number>();
    for (const { codes } of overview.failuresOverTime.buckets) {
      for (const [code, count] of Object.entries(codes)) overTime.set(code, (overTime.get(code) ?? 0) + count);
    }
    expect(overTime).toEqual(byCode);
    const listed = overview.failureReasons.reduce((sum, { count }) => sum + count, 0);
    expect(listed).toBe(failed.length);
    const notFound = failed.filter(
      ({ responseStatus }) => responseStatus?.code === 404 && responseStatus.reason === 'NotFound',
    );
    expect(overview.failureReasons.find(({ code, reason }) => code === '404' && reason === 'NotFound')?.count).toBe(
      notFound.length,
    );
  });

  it('gives failing workloads with all that they did', async () => {
    const overview = await ask('');
    expect(overview.mostFailing.length).toBeGreaterThan(1);
    for (const { workload, count, failed: failures } of overview.mostFailing) {
      expect(failures).toBeGreaterThan(0);
      const alone = await getOverview(
        { ...emptyFilter, conditions: { workload: { include: [workload], exclude: [] } } },
        NOW,
      );
      expect({ count: alone.total, failures: alone.failed }).toEqual({ count, failures });
    }
    const sorted = [...overview.mostFailing].sort((a, b) => b.failed - a.failed);
    expect(overview.mostFailing.map((row) => row.failed)).toEqual(sorted.map((row) => row.failed));
  });

  it('under a filter without failures has none', async () => {
    const overview = await ask('outcome=ok');
    expect(overview).toMatchObject({ failed: 0, failureReasons: [], mostFailing: [] });
    expect(overview.total).toBeGreaterThan(0);
    expect(overview.stored).toBe(events.length);
  });

  it('outside of all events is empty but knows what is stored', async () => {
    expect(await ask('from=2001-01-01&to=2001-01-02')).toMatchObject({ total: 0, stored: events.length });
  });

  it('names what the last import brought first, and nothing of the ones before', async () => {
    const stranger = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: 'd4f7768d-1a06-495f-ba9f-6241cc7cbc68',
      stage: 'ResponseComplete',
      requestURI: '/api',
      verb: 'get',
      user: { username: 'stranger*@example.com' },
      sourceIPs: ['198.51.100.77'],
      requestReceivedTimestamp: '2026-11-21T03:25:03.502811Z',
      stageTimestamp: '2026-11-21T03:25:03.503718Z',
    };
    await importLog('kind', JSON.stringify(stranger), 'news.log');
    const news = (await ask('')).newSinceLastImport;
    expect(news).toMatchObject({ file: 'news.log', firstImport: false, inserted: 1 });
    expect(news?.fields.find(({ field }) => field === 'user')).toEqual({
      field: 'user',
      total: 1,
      values: [{ value: 'stranger*@example.com', count: 1 }],
    });
    expect(news?.fields.some(({ field }) => field === 'verb')).toBe(false);
  });

  it('says that nothing is new after the same file again', async () => {
    await importLog('kind', log, 'again.log');
    expect((await ask('')).newSinceLastImport).toMatchObject({
      file: 'again.log',
      inserted: 0,
      firstImport: false,
      fields: [],
    });
  });
});
