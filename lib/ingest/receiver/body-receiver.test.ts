import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { getImportDetail } from '@/lib/ingest/import-detail';
import { importStream } from '@/lib/ingest/import-stream';
import { listImports } from '@/lib/ingest/list-imports';
import { getEventDetail } from '@/lib/search/event-detail';
import { skipWithReason } from '@/lib/skip-with-reason';
import { BodyReceiver } from './body-receiver';
import { createToken } from './create-token';
import { findSource } from './find-source';
import type { IngestSource } from './ingest-source';
import { revokeToken } from './revoke-token';

let database: TestDatabase;
let receiver: BodyReceiver;

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
  receiver = new BodyReceiver(database.pool);
});
afterAll(async () => {
  await closePool();
  await database.drop();
});

async function newSource(cluster: string): Promise<IngestSource> {
  const { token } = await createToken({ cluster, label: `source of ${cluster}` });
  const source = await findSource(database.pool, `Bearer ${token}`);
  if (!source) throw new Error('the new token was not found');
  return source;
}

function send(source: IngestSource, body: string | Uint8Array, receivedAt = Date.parse('2026-03-01T12:00:00Z') * 1000) {
  return receiver.take({
    source,
    body: Uint8Array.from(Buffer.from(body)),
    receivedAt,
    deadline: Number.POSITIVE_INFINITY,
    dryRun: false,
  });
}

function event(n: number, more: object = {}) {
  const at = `2026-03-01T11:59:59.${String(n).padStart(6, '0')}Z`;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/pods',
    verb: 'list',
    user: { username: 'alice' },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
    ...more,
  };
}

function eventList(events: object[]): string {
  const items = events.map((one) => ({ ...one, kind: undefined, apiVersion: undefined }));
  return JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items });
}

async function countEvents(cluster: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    'select count(*)::int as n from event where cluster_id = (select id from cluster where name = $1)',
    [cluster],
  );
  return rows[0]?.n ?? -1;
}

async function figuresOf(source: IngestSource) {
  const { rows } = await database.pool.query(
    `select slot, requests, received, inserted, duplicates, quarantined, skipped, reused_audit_ids as reused, bytes,
       last_event_at, largest_lag
     from ingest_figure where ingest_token_id = $1 order by slot`,
    [source.id],
  );
  return rows;
}

describe('what a source may send', () => {
  const events = [1, 2, 3].map((n) => event(n));
  const lines = events.map((one) => `${JSON.stringify(one)}\n`).join('');
  it.each([
    ['an EventList', eventList(events)],
    ['an array', JSON.stringify(events)],
    ['JSON lines', lines],
    ['gzip', gzipSync(lines)],
    [
      'Fluent Bit records with the line as text',
      JSON.stringify(events.map((one) => ({ date: 1.5, log: JSON.stringify(one) }))),
    ],
    [
      'Vector events with the line as message',
      events.map((one) => JSON.stringify({ message: JSON.stringify(one), source_type: 'file' })).join('\n'),
    ],
    [
      'Logstash and rsyslog events',
      JSON.stringify(events.map((one) => ({ '@version': '1', message: JSON.stringify(one) }))),
    ],
  ])('%s: the same three events', async (_, body) => {
    const source = await newSource(`shape-${Math.random().toString(36).slice(2)}`);
    const expected = { received: 3, inserted: 3, duplicates: 0, quarantined: 0, skipped: 0 };
    expect(await send(source, body)).toEqual(expected);
    expect(await send(source, eventList(events))).toEqual({ ...expected, inserted: 0, duplicates: 3 });
    expect(await countEvents(source.cluster)).toBe(3);
  });

  it('an empty list is taken and counted as a request', async () => {
    const source = await newSource('empty');
    expect(await send(source, eventList([]))).toMatchObject({ received: 0 });
    expect(await figuresOf(source)).toMatchObject([{ requests: 1, received: 0 }]);
  });

  const samples = path.resolve('../shared/samples/real/webhook');
  const bodies = existing(samples);
  const absent = skipWithReason(bodies.length > 0, 'bodies of a real webhook', `${samples} holds none`);
  it.skipIf(absent)('the bodies that a real kube-apiserver sent', async () => {
    const source = await newSource('real');
    for (const name of bodies) {
      const body = readFileSync(path.join(samples, name));
      const { items } = JSON.parse(body.toString());
      expect(await send(source, body)).toEqual({
        received: items.length,
        inserted: items.length,
        duplicates: 0,
        quarantined: 0,
        skipped: 0,
      });
    }
  });
});

function existing(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

describe('one event is one event', () => {
  it('by file and by webhook, in either order', async () => {
    const source = await newSource('both-ways');
    const events = Array.from({ length: 50 }, (_, n) => event(n));
    const file = events.map((one) => `${JSON.stringify(one)}\n`).join('');
    expect(await send(source, eventList(events.slice(0, 20)))).toMatchObject({ inserted: 20 });
    const imported = await importStream({
      clusterName: source.cluster,
      name: 'audit.log',
      source: 'cli',
      input: Readable.from([Buffer.from(file)]),
      bytesTotal: null,
    });
    expect(imported).toMatchObject({ inserted: 30, duplicates: 20 });
    expect(await send(source, eventList(events))).toMatchObject({ inserted: 0, duplicates: 50 });
    expect(await countEvents(source.cluster)).toBe(50);
  });

  it('with the same auditID and stage but other content, two are kept and flagged', async () => {
    const source = await newSource('reused');
    await send(source, eventList([event(1), event(2)]));
    await send(
      source,
      eventList([event(1), { ...event(1), verb: 'delete' }, { ...event(2), stage: 'ResponseStarted' }]),
    );
    expect(await countEvents(source.cluster)).toBe(4);
    expect(await figuresOf(source)).toMatchObject([{ received: 5, inserted: 4, duplicates: 1, reused: 1 }]);
    // Whoever looks at one of the two is told of the other; the event of the other stage has none.
    const { rows } = await database.pool.query<{ id: string; reused: boolean }>(
      `select e.at || '-' || replace(e.hash::text, '-', '') || '-' || e.cluster_id as id,
         e.audit_key = '00000000-0000-4000-8000-000000000001' as reused
       from event e where e.cluster_id = $1`,
      [source.clusterId],
    );
    for (const { id, reused } of rows) expect((await getEventDetail(id))?.auditIDReuse).toBe(reused ? 1 : 0);
  });

  it('ten thousand under one auditID are all stored and all but the first flagged', async () => {
    const source = await newSource('one-id');
    const ids = ['same', '\u0000\n"; drop table event; --', 'x'.repeat(100_000)];
    for (let n = 0; n < 10_000; n += 500) {
      const auditID = ids[(n / 500) % 3];
      const events = Array.from({ length: 500 }, (_, i) => ({
        ...event(n + i),
        auditID: i % 250 === 0 ? auditID : 'same',
      }));
      expect(await send(source, eventList(events))).toMatchObject({ inserted: 500, quarantined: 0 });
    }
    expect(await countEvents(source.cluster)).toBe(10_000);
    const [figure] = await figuresOf(source);
    expect(figure.reused).toBe(10_000 - ids.length);
  });
});

describe('a bad event', () => {
  it('is quarantined with its reason and fails nothing', async () => {
    const source = await newSource('poison');
    const poison = [
      '{"auditID":"a","verb":"get","requestURI":"/x"}',
      '17',
      '{"kind":"Pod"}',
      `{"auditID":"deep","verb":"get","requestURI":"/","requestReceivedTimestamp":"2026-03-01T00:00:00Z","requestObject":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    ];
    const good = [
      // Legal JSON that PostgreSQL's jsonb refuses.
      JSON.stringify(event(1, { requestObject: { data: '\u0000' }, user: { username: 'nul\u0000' } })),
      `{"auditID":"half","verb":"get","requestURI":"/\\ud800","requestReceivedTimestamp":"2026-03-01T00:00:00Z","n":1e400000}`,
      JSON.stringify(event(2, { annotations: { ['__proto__']: 'x', constructor: { prototype: 1 } } })),
    ];
    const items = [...poison, ...good];
    const body = `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${items.join(',')}]}`;
    expect(await send(source, body)).toEqual({ received: 7, inserted: 3, duplicates: 0, quarantined: 4, skipped: 0 });
    expect(Object.prototype).not.toHaveProperty('x');
    const { rows } = await database.pool.query<{ id: string }>(
      'select id from import_file where ingest_token_id = $1',
      [source.id],
    );
    const detail = await getImportDetail(rows[0]?.id ?? '', { limit: 100, cursor: null });
    expect(detail?.import).toMatchObject({ source: 'webhook', state: 'receiving', events: 7, quarantined: 4 });
    const reasons = detail?.quarantined.map((line) => line.reason).join('\n');
    for (const part of ['no time', 'a JSON number', "kind 'Pod'", 'levels']) expect(reasons).toContain(part);
  });

  it('that the database itself refuses costs only itself', async () => {
    const source = await newSource('refused');
    await database.pool.query(`
      create function refuse_poison() returns trigger language plpgsql as $$ begin
        if new.name = 'poison' then raise exception 'no such character' using errcode = '22P05'; end if; return new; end $$;
      create trigger refuse_poison before insert on event for each row execute function refuse_poison()`);
    try {
      const named = (n: number, name: string) => event(n, { objectRef: { resource: 'pods', name } });
      const events = [named(1, 'a'), named(2, 'poison'), named(3, 'b')];
      expect(await send(source, eventList(events))).toEqual({
        received: 3,
        inserted: 2,
        duplicates: 0,
        quarantined: 1,
        skipped: 0,
      });
      expect(await figuresOf(source)).toMatchObject([{ requests: 1, received: 3, inserted: 2, quarantined: 1 }]);
    } finally {
      await database.pool.query('drop trigger refuse_poison on event; drop function refuse_poison');
    }
  });

  it('over 8 MiB is quarantined with its size, hash and first 64 KiB', async () => {
    const source = await newSource('huge');
    const huge = JSON.stringify(event(1, { requestObject: { data: 'x'.repeat(9 * 1024 * 1024) } }));
    const body = `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${huge},${JSON.stringify(event(2))}]}`;
    expect(await send(source, body)).toMatchObject({ received: 2, inserted: 1, quarantined: 1 });
    const { rows } = await database.pool.query(
      `select byte_length, length(head) as head, encode(q.sha256, 'hex') as sha256 from quarantined_input q
       join import_file f on f.id = q.import_file_id where f.ingest_token_id = $1`,
      [source.id],
    );
    expect(rows).toEqual([
      { byte_length: huge.length, head: 65_536, sha256: createHash('sha256').update(huge).digest('hex') },
    ]);
  });
});

describe('bodies that are bombs', () => {
  it('a gzip that unpacks beyond the limit is refused, and nothing of it is stored', async () => {
    const source = await newSource('bomb');
    const lines = `${JSON.stringify(event(1, { requestObject: { data: 'x'.repeat(1000) } }))}\n`.repeat(60_000);
    // 70 MB in 1 MB: below the ratio that is a bomb for a file, above what a body may be.
    await expect(
      send(source, gzipSync(lines + Array.from({ length: 20_000 }, () => Math.random()).join('\n'))),
    ).rejects.toMatchObject({
      code: 'too_large',
    });
    expect(await countEvents(source.cluster)).toBe(0);
  });

  it('zeros without end stop at the ratio', async () => {
    const source = await newSource('zeros');
    expect(await send(source, gzipSync(Buffer.alloc(60 * 1024 * 1024)))).toMatchObject({ inserted: 0 });
  });
});

describe('requests at once', () => {
  it('share transactions and each hears of its own events', async () => {
    const source = await newSource('crowd');
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, r) =>
        send(source, eventList([event(r), event(1000), ...(r % 2 ? [{ kind: 'Pod' }] : [])])),
      ),
    );
    for (const [r, answer] of answers.entries()) {
      expect(answer.received).toBe(r % 2 ? 3 : 2);
      expect(answer.quarantined).toBe(r % 2);
      expect(answer.inserted + answer.duplicates).toBe(2);
    }
    expect(answers.reduce((sum, answer) => sum + answer.inserted, 0)).toBe(41);
    const { rows } = await database.pool.query(
      'select count(*)::int as blocks from evidence_block where cluster_id = $1',
      [source.clusterId],
    );
    expect(rows[0].blocks).toBeLessThan(40);
    expect(await figuresOf(source)).toMatchObject([{ requests: 40, received: 100, inserted: 41, quarantined: 20 }]);
  });

  it('of a token that is revoked meanwhile: nothing is stored', async () => {
    const source = await newSource('revoked');
    await revokeToken(source.id);
    await expect(send(source, eventList([event(1)]))).rejects.toMatchObject({ code: 'unauthorized' });
    expect(await countEvents(source.cluster)).toBe(0);
  });
});

describe('days and figures', () => {
  it('a day is a record of its own, and done when it is over', async () => {
    const source = await newSource('days');
    await send(source, eventList([event(1)]), Date.parse('2026-03-01T23:59:59Z') * 1000);
    await send(source, eventList([event(2)]), Date.parse('2026-03-02T00:00:01Z') * 1000);
    await receiver.keepUp();
    const { rows } = await database.pool.query(
      `select received_on::text as day, state, events, bytes_total is not null as sized from import_file
       where ingest_token_id = $1 order by day`,
      [source.id],
    );
    expect(rows).toEqual([
      { day: '2026-03-01', state: 'done', events: 1, sized: true },
      { day: '2026-03-02', state: 'done', events: 1, sized: true },
    ]);
    expect((await listImports({ limit: 1000, cursor: null })).imports.map((one) => one.source)).not.toContain(
      'webhook',
    );
  });

  it('the lag is the longest from the stage to the receipt', async () => {
    const source = await newSource('lag');
    await send(source, eventList([event(0), event(500_000)]), Date.parse('2026-03-01T12:00:10Z') * 1000);
    expect(await figuresOf(source)).toMatchObject([
      { last_event_at: Date.parse('2026-03-01T11:59:59.500Z') * 1000, largest_lag: 11_000_000 },
    ]);
  });

  it('counts that touch a day are folded', async () => {
    const source = await newSource('fold');
    for (let n = 0; n < 5; n++) await send(source, eventList([event(n)]));
    await receiver.keepUp();
    const { rows } = await database.pool.query(
      `select count(*)::int as rows, sum(d.count)::int as events from event_count_day d join combination c on c.id = d.combination_id
       join term t on t.id = c.cluster where t.field = 'cluster' and t.value = 'fold'`,
    );
    expect(rows).toEqual([{ rows: 1, events: 5 }]);
  });
});
