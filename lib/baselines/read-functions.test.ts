// What the screens read, over rows as the engine writes them: real tables, nothing in between.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packHour } from '@/lib/baselines/hour-bytes';
import { getDeviation, listDeviations } from '@/lib/baselines/list-deviations';
import { listWorkloadActivity } from '@/lib/baselines/list-workload-activity';
import { readBaseline } from '@/lib/baselines/read-baseline';
import { readHabits } from '@/lib/baselines/read-habits';
import { BadVerdictError, recordVerdict } from '@/lib/baselines/record-verdict';
import { packState } from '@/lib/baselines/state-bytes';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';

const HOUR = 3_600_000_000;
const START = 489_000 * HOUR;
const ID = '0b0e7a1c-1111-4222-8333-944455566677';

let database: TestDatabase;
let workload: number;

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  const cluster = (await pool.query<{ id: number }>("insert into cluster (name) values ('c') returning id")).rows[0]
    ?.id;
  workload = (
    await pool.query<{ id: number }>(
      "insert into workload (cluster_id, name, peer_group, first_at, last_at) values ($1, 'Deployment a/b', 'Deployment a', $2, $3) returning id",
      [cluster, START, START + HOUR],
    )
  ).rows[0]?.id as number;
  await pool.query('insert into baseline_cursor (cluster_id, block_seq, done_to) values ($1, 1, 12)', [cluster]);
  await pool.query("insert into baseline_hour values ($1, 489000, 60, $2), ($1, 489001, 20, '')", [
    cluster,
    packHour([{ workload, metric: 0, count: 40, mean: 20, dispersion: 0.1, learning: 3 }]),
  ]);
  await pool.query("insert into baseline_state values ($1, 5868012, $2, 'h', $3)", [
    cluster,
    workload,
    packState({ text: { habits: { request: [['get pods a', 489000, 489001, 2, 1]] } }, numbers: new Float32Array(3) }),
  ]);
  await pool.query(
    `insert into deviation values ($1, $2, $3, 'u', 'count-above', 'requests', $4, $5, $5, 7, 5, 'medium', true, null, $6, 'm', 's')`,
    [ID, cluster, workload, START, START + HOUR, explanation],
  );
});
afterAll(() => database.drop());

const explanation = {
  sentence: 'x',
  actual: 40,
  expected: 20,
  band: null,
  ratio: 2,
  oneIn: 1000,
  restsOn: { weeks: 1, hours: 10, peers: 2, maskedHours: 0 },
  news: [],
  contributions: [],
  eventIDs: [],
  query: [['workload', 'Deployment a/b']],
  model: 'm',
};

test('activity, baseline and habits are read', async () => {
  const [row] = await listWorkloadActivity(database.pool, { from: START, to: START + HOUR });
  expect(row).toMatchObject({ name: 'Deployment a/b', deviations: 1, raised: 1, learningHoursLeft: 3 });
  const points = await readBaseline(database.pool, workload, 'requests', START, START + 2 * HOUR, 3600);
  expect(points.map(({ actual, masked, learning }) => ({ actual, masked, learning }))).toEqual([
    { actual: 40, masked: false, learning: true },
    { actual: 0, masked: true, learning: false },
  ]);
  expect(points[0]?.p95?.[0]).toBeLessThan(points[0]?.expected ?? 0);
  expect(await readHabits(database.pool, workload)).toMatchObject([{ value: 'get pods a', hours: 2, days: 1 }]);
});

test('deviations are listed, and a verdict stays with its reason and sends the baselines back', async () => {
  expect((await listDeviations(database.pool, { raised: true })).deviations).toHaveLength(1);
  expect((await listDeviations(database.pool, { raised: false })).deviations).toHaveLength(0);
  const benign = { verdict: 'benign', person: 'p', personHow: 'stated', reason: 'known' } as const;
  await expect(recordVerdict(database.pool, ID, benign)).rejects.toThrow(BadVerdictError);
  expect(await recordVerdict(database.pool, ID, { ...benign, owner: 'o', expiresAt: new Date(0) })).toBe(true);
  expect((await getDeviation(database.pool, ID))?.verdict).toMatchObject({ verdict: 'benign', owner: 'o' });
  const { rows } = await database.pool.query('select dirty_from from baseline_cursor');
  expect(rows).toEqual([{ dirty_from: 5868000 }]);
});
