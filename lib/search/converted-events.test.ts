// Entries of other sources than kube-apiserver's own log: stored as they came, shown and searched as the events they are.
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { getEventDetail } from './event-detail';
import { emptyFilter } from './event-filter';
import { searchEvents } from './event-page';

let database: TestDatabase;

const gke = JSON.stringify({
  insertId: 'gke-1',
  logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
  timestamp: '2026-01-02T03:04:05.678901Z',
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    serviceName: 'k8s.io',
    methodName: 'io.k8s.authorization.rbac.v1.clusterroles.create',
    resourceName: 'rbac.authorization.k8s.io/v1/clusterroles/needle-in-gke',
    authenticationInfo: { principalEmail: 'ada@example.com' },
    requestMetadata: { callerIp: '192.0.2.7' },
    status: { code: 7, message: 'no' },
  },
});
const admin = gke.replace('"k8s.io"', '"container.googleapis.com"');
const legacy = [
  '2017-03-21T03:57:09.106841886-04:00 AUDIT: id="old-1" ip="192.0.2.9" method="DELETE" user="eve" groups="\\"needle-in-text\\"" as="<self>" asgroups="<lookup>" namespace="shop" uri="/api/v1/namespaces/shop/pods/web"',
  '2017-03-21T03:57:09.206841886-04:00 AUDIT: id="old-1" response="200"',
].join('\n');

function importText(text: string) {
  const input = Readable.from([Buffer.from(text)]);
  return importStream({ clusterName: 'converted', name: 'x', source: 'cli', input, bytesTotal: null });
}

async function findText(text: string) {
  const { events } = await searchEvents({ filter: { ...emptyFilter, text }, limit: 10 });
  return Promise.all(events.map((event) => getEventDetail(event.id)));
}

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

describe('a converted event', () => {
  it('of GKE is found by a text of its entry and shown as the event', async () => {
    const answer = await importText(`${gke}\n${admin}\n`);
    expect(answer).toMatchObject({ state: 'done', events: 1, inserted: 1, skipped: 1, quarantined: 0 });
    expect(answer.format).toBe('GKE Cloud Logging, JSON lines');
    const [detail, ...more] = await findText('needle-in-gke');
    expect(more).toEqual([]);
    expect(detail?.raw).toBe(gke);
    expect(detail?.sentence).toBe('403: ada@example.com may not create clusterrole needle-in-gke (from 192.0.2.7)');
    expect(detail?.row).toMatchObject({ apiGroup: 'rbac.authorization.k8s.io', code: 403, outcome: 'denied' });
    expect(detail?.event).toMatchObject({
      auditID: 'gke-1',
      verb: 'create',
      requestURI: '/apis/rbac.authorization.k8s.io/v1/clusterroles/needle-in-gke',
    });
  });

  it('of the text log is found by a text of its lines and shown as the event', async () => {
    const answer = await importText(`${legacy}\n`);
    expect(answer).toMatchObject({ state: 'done', events: 1, inserted: 1, quarantined: 0 });
    const [detail, ...more] = await findText('"needle-in-text"');
    expect(more).toEqual([]);
    expect(detail?.raw).toBe(legacy);
    expect(detail?.sentence).toBe('eve deleted pod shop/web from 192.0.2.9');
    expect(detail?.row).toMatchObject({ verb: 'delete', code: 200, stage: 'ResponseComplete', name: 'web' });
    expect(detail?.event).toMatchObject({ auditID: 'old-1', user: { username: 'eve', groups: ['needle-in-text'] } });
  });

  it('is not stored twice', async () => {
    expect(await importText(`${gke}\n`)).toMatchObject({ events: 1, inserted: 0, duplicates: 1 });
    expect(await importText(legacy)).toMatchObject({ events: 1, inserted: 0, duplicates: 1 });
  });
});
