// The whole way from imported events to explained deviations, in a real database.
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDeviations } from '@/lib/baselines/list-deviations';
import { recordVerdict } from '@/lib/baselines/record-verdict';
import { eventOf, quietDays, type Request, randomNumbers, type TestEvent } from '@/lib/baselines/test-events';
import { rebuildBaselines, updateBaselines } from '@/lib/baselines/update-baselines';
import { closePool, setDatabaseUrl } from '@/lib/db/pool';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { importStream } from '@/lib/ingest/import-stream';
import { countEvents } from '@/lib/search/count-events';
import { getEventDetail } from '@/lib/search/event-detail';
import { parseEventFilter } from '@/lib/search/event-filter';

const START = Date.UTC(2026, 10, 2);
const HOUR = 3_600_000;
const THIEF = 'system:serviceaccount:shop:app-1';

let database: TestDatabase;
/** Of the whole story, before anybody said anything about it. */
let expected: { states: [string, string][]; found: Awaited<ReturnType<typeof found>> };

beforeAll(async () => {
  database = await createTestDatabase();
  setDatabaseUrl(database.url);
});
afterAll(async () => {
  await closePool();
  await database.drop();
});

/** Two and a half quiet days, then a token that is used from elsewhere, and a service that does ten times as much. */
function story(): TestEvent[] {
  const attack: Request[] = Array.from({ length: 12 }, (_, i) => ({
    at: START + 55 * HOUR + i * 90_000,
    user: THIEF,
    pod: 'app-1-5d4f8b7c9d-x7k2p',
    verb: 'list',
    resource: 'secrets',
    namespace: i % 2 ? 'kube-system' : 'bank',
    ip: '185.220.101.34',
    agent: 'curl/8.5.0',
    code: i % 3 ? 403 : 200,
  }));
  const burst: Request[] = Array.from({ length: 260 }, (_, i) => ({
    at: START + 57 * HOUR + i * 15_000,
    user: 'system:serviceaccount:shop:app-4',
    pod: 'app-4-5d4f8b7c9d-x7k2p',
    name: 'app-4',
    ip: '10.244.4.7',
  }));
  return [...quietDays(START, 2.5, 4), ...attack, ...burst].map(eventOf);
}

async function importEvents(events: readonly TestEvent[], clusterName: string) {
  const lines = events.map((event) => JSON.stringify(event)).join('\n');
  const input = Readable.from([Buffer.from(lines)]);
  await importStream({ clusterName, name: 'audit.log', source: 'cli', input, bytesTotal: null });
}

async function clusterId(name: string): Promise<number> {
  return (await database.pool.query('select id from cluster where name = $1', [name])).rows[0].id;
}

async function states(cluster: string): Promise<[string, string][]> {
  const { rows } = await database.pool.query<{ name: string; hash: string }>(
    `select coalesce(w.name, '') as name, s.hash from baseline_state s left join workload w on w.id = s.workload_id
     where s.cluster_id = $1 and s.bucket = (select max(bucket) from baseline_state where cluster_id = $1) order by 1`,
    [await clusterId(cluster)],
  );
  return rows.map(({ name, hash }) => [name, hash]);
}

async function found(cluster: string) {
  const { deviations } = await listDeviations(database.pool, { cluster });
  return deviations.map(({ workload, kind, start, end, raisedAt, score, raised, explanation }) => {
    const { eventIDs: _, query: __, ...numbers } = explanation;
    return { workload, kind, start, end, raisedAt, score, raised, numbers };
  });
}

test('deviations are found, explained by numbers that the events confirm, and learned from as a person says', async () => {
  await importEvents(story(), 'whole');
  await updateBaselines();
  expected = { states: await states('whole'), found: await found('whole') };
  const { deviations } = await listDeviations(database.pool, { cluster: 'whole', raised: true });
  expect(deviations.map(({ workload, kind }) => [workload, kind]).sort()).toEqual([
    ['Deployment shop/app-1', 'first-seen'],
    ['Deployment shop/app-4', 'count-above'],
  ]);
  for (const { explanation, actor, workload } of deviations) {
    const { filter, problems } = parseEventFilter(new URLSearchParams(explanation.query));
    expect(problems).toEqual([]);
    expect(await countEvents(filter)).toBe(explanation.actual);
    expect(explanation.eventIDs).toHaveLength(3);
    expect(actor).toBe(`system:serviceaccount:shop:${workload.split('/')[1]}`);
    for (const id of explanation.eventIDs) expect(await getEventDetail(id)).not.toBeNull();
    for (const { dimension, value, actual } of explanation.contributions) {
      if (dimension !== 'source' && dimension !== 'code') continue;
      const part = new URLSearchParams(explanation.query);
      part.delete('sourceIP');
      part.append(dimension === 'source' ? 'sourceIP' : 'code', value);
      expect(await countEvents(parseEventFilter(part).filter)).toBe(actual);
    }
    const { band, expected } = explanation;
    if (band && expected !== null) {
      expect(explanation.actual).toBeGreaterThan(band.p999[1]);
      expect(expected).toBeGreaterThanOrEqual(band.p50[0]);
      expect(expected).toBeLessThanOrEqual(band.p50[1]);
    }
  }
  const theft = deviations.find(({ kind }) => kind === 'first-seen');
  expect(theft?.severity).toMatch(/high|critical/);
  expect(Date.parse(theft?.raisedAt ?? '') - (START + 55 * HOUR)).toBeLessThanOrEqual(6 * 60_000);

  // Said to be malicious: never learned, so the habits do not know it.
  const ask =
    "select encode(data, 'escape') like '%curl%' as known from baseline_state s join workload w on w.id = s.workload_id where w.name = 'Deployment shop/app-1' order by s.bucket desc limit 1";
  expect((await database.pool.query(ask)).rows).toEqual([{ known: true }]);
  const verdict = { verdict: 'malicious', person: 'eve', personHow: 'stated', reason: 'stolen token' } as const;
  await recordVerdict(database.pool, theft?.id as string, verdict);
  await updateBaselines();
  const after = await listDeviations(database.pool, { cluster: 'whole', raised: true });
  expect(after.deviations.find(({ id }) => id === theft?.id)?.verdict?.verdict).toBe('malicious');
  const habits = await database.pool.query(
    "select s.data from baseline_state s join workload w on w.id = s.workload_id where w.name = 'Deployment shop/app-1' order by s.bucket desc limit 1",
  );
  const text = habits.rows[0].data.toString('latin1');
  expect(text.slice(text.indexOf('"habits"'), text.indexOf('"hourCounts"'))).not.toContain('curl');
}, 120_000);

test('late, doubled and shuffled events, and a rebuild, end in the same states and deviations', async () => {
  const events = story();
  expect(expected.found.length).toBeGreaterThan(1);
  const random = randomNumbers(9);
  const parts: TestEvent[][] = [[], [], []];
  events.forEach((event, i) => {
    const part = random() < 0.03 ? Math.floor(random() * 3) : Math.floor((i * 3) / events.length);
    parts[part]?.push(event);
    if (random() < 0.05) parts[2]?.push(event);
  });
  const order = (part: TestEvent[]) => part.map((event) => [random(), event] as const).sort((a, b) => a[0] - b[0]);
  for (const part of [parts[1], [...(parts[0] ?? []), ...(parts[2] ?? [])]]) {
    await importEvents(
      order(part as TestEvent[]).map(([, event]) => event),
      'pieces',
    );
    await updateBaselines({ clusterId: await clusterId('pieces') });
  }
  expect({ states: await states('pieces'), found: await found('pieces') }).toEqual(expected);
  await rebuildBaselines(await clusterId('pieces'));
  expect({ states: await states('pieces'), found: await found('pieces') }).toEqual(expected);
}, 120_000);
