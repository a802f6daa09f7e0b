import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { judgeBuckets } from './judge-buckets';
import { modelEvent, modelFacts } from './model-facts';
import { generator, type LoggedEvent, modelLog } from './model-log';
import { readFacts } from './read-facts';
import { loadFacts } from './store-facts';
import { rebuildCoverage, updateCoverage } from './update-coverage';

const START = Date.UTC(2026, 10, 20, 8) * 1000;

let database: TestDatabase;
let clusters = 0;
let name: string;

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});

afterAll(async () => {
  await closePool();
  await database.drop();
});

beforeEach(() => {
  name = `cluster-${++clusters}`;
});

async function importEvents(events: readonly LoggedEvent[], clusterName = name) {
  const lines = events.map(({ event }) => JSON.stringify(event)).join('\n');
  await importStream({
    clusterName,
    name: 'audit.log',
    source: 'cli',
    input: Readable.from([Buffer.from(lines)]),
    bytesTotal: null,
  });
}

async function clusterId(clusterName = name): Promise<number> {
  const { rows } = await database.pool.query('select id from cluster where name = $1', [clusterName]);
  return rows[0].id;
}

async function storedRows(clusterName = name) {
  const { rows } = await database.pool.query('select * from coverage_bucket where cluster_id = $1 order by bucket', [
    await clusterId(clusterName),
  ]);
  return rows.map(({ cluster_id: _, ...row }) => row);
}

describe('facts', () => {
  it('of PostgreSQL are those of the events', async () => {
    const log = modelLog({ seed: 3, start: START, minutes: 25, perSecond: 1, nodes: 4, apiservers: 2, received: true });
    // Some requests never ended, some stretches are empty.
    const kept = log.filter(
      ({ at, event }, i) =>
        Math.floor((at - START) / 60_000_000) % 11 !== 4 && !(event.stage === 'ResponseComplete' && i % 97 === 0),
    );
    await importEvents(kept);
    await updateCoverage();
    const expected = modelFacts(kept.map(({ event }) => modelEvent(event)));
    const span = { from: expected.first, to: expected.first + expected.facts.length };
    const found = await loadFacts(database.pool, await clusterId(), span);
    const comparable = ({ facts }: typeof expected) =>
      facts.map(
        (fact) => fact && { ...fact, streams: fact.streams.map(({ head, count }) => [head >>> 24, count]).sort() },
      );
    expect(comparable(found)).toEqual(comparable(expected));
    expect(expected.facts.reduce((sum, fact) => sum + (fact?.orphans ?? 0), 0)).toBeGreaterThan(10);
    expect(await readFacts(database.pool, await clusterId(), span)).toEqual(
      found.facts.filter((fact) => fact !== null),
    );
  });
});

describe('incremental measuring', () => {
  it('gives what measuring anew gives, whatever came when', async () => {
    const size = { minutes: 9 * 60, perSecond: 0.05, nodes: 2, apiservers: 3, leaderSeconds: 30 };
    const log = modelLog({ seed: 5, start: START, ...size }).filter(({ at, server }) => {
      const minute = (at - START) / 60_000_000;
      // A gap, an API server that was away, and a pause of hours.
      return (
        !(minute > 100 && minute < 112) &&
        !(server === 1 && minute > 150 && minute < 180) &&
        !(minute > 252 && minute < 453)
      );
    });
    await importEvents(log);
    await updateCoverage();
    const reference = await storedRows();
    expect(new Set(reference.map((row) => row.method))).toEqual(new Set(['complete', 'silence', 'thinned', 'edge']));

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 2, max: 5 }), async (seed, parts) => {
        const shuffled = `${name}-${seed}-${parts}`;
        const random = generator(seed);
        // Pieces of about an hour arrive in any order, most of them days late for the time of their events.
        const pieces: LoggedEvent[][] = Array.from({ length: parts }, () => []);
        const partOfHour = Array.from({ length: 9 }, () => Math.floor(random() * parts));
        for (const one of log) {
          const scattered = random() < 0.02 ? Math.floor(random() * parts) : undefined;
          pieces[scattered ?? (partOfHour[Math.floor((one.at - START) / 3_600_000_000)] as number)]?.push(one);
        }
        for (const piece of pieces) {
          await importEvents(piece, shuffled);
          await updateCoverage();
        }
        expect(await storedRows(shuffled)).toEqual(reference);
      }),
      { numRuns: Number(process.env.PLUMBLINE_FAULTS ?? 0) || 2 },
    );
    await rebuildCoverage(await clusterId());
    expect(await storedRows()).toEqual(reference);
  }, 120_000);

  it('does not depend on where a span begins', () => {
    const log = modelLog({
      seed: 9,
      start: START,
      minutes: 30 * 60,
      perSecond: 0.05,
      nodes: 2,
      apiservers: 1,
      leaderSeconds: 10,
    }).filter(({ at }) => Math.floor((at - START) / 60_000_000) % 170 > 12);
    const { first, facts } = modelFacts(log.map(({ event }) => modelEvent(event)));
    const whole = judgeBuckets({ first, facts }, first, first + facts.length);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 359 }), fc.integer({ min: 1, max: 60 }), (start, length) => {
        const from = first + start;
        const to = from + length;
        const rows = judgeBuckets({ first, facts }, from, to);
        expect(rows).toEqual(whole.filter((row) => row.bucket >= from && row.bucket < to));
      }),
      { numRuns: 5 },
    );
  });

  it('keeps an event of another century apart', async () => {
    const log = modelLog({ seed: 6, start: START, minutes: 60, perSecond: 1, nodes: 2, apiservers: 1 });
    const [first] = log as [LoggedEvent];
    const lost = {
      ...first,
      event: { ...first.event, auditID: 'x', requestReceivedTimestamp: '2199-01-01T00:00:00.000000Z' },
    };
    const early = {
      ...first,
      event: { ...first.event, auditID: 'y', requestReceivedTimestamp: '1960-01-01T00:00:00.000000Z' },
    };
    await importEvents([early, ...log, lost]);
    const update = await updateCoverage();
    expect(update.rowBuckets).toBeLessThan(2000);
    const rows = await storedRows();
    expect(rows.filter((row) => row.method === 'complete').length).toBeGreaterThan(8);
    expect(rows.at(-1)).toMatchObject({ method: 'unknown', percent: null, events: 1 });
  });
});
