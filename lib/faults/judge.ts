/** What every fault is judged by: each event is there, and once; rows, counts, blocks and chain are what the evidence says. */
import { expect } from 'vitest';
import type { TestDatabase } from '@/lib/db/test-database';
import { verifyDatabase } from '@/lib/verify/verify-database';

type Database = Pick<TestDatabase, 'pool' | 'url'>;

/** Events of a cluster that are missing, and that are there more than once. */
export async function lostAndDoubled(
  { pool }: Database,
  cluster: string,
  ids: readonly string[],
): Promise<{ lost: number; doubled: number }> {
  const { rows } = await pool.query<{ id: string }>(
    'select audit_key::text as id from event where cluster_id = (select id from cluster where name = $1)',
    [cluster],
  );
  const stored = new Set(rows.map(({ id }) => id));
  const lost = ids.reduce((n, id) => n + (stored.has(id) ? 0 : 1), 0);
  return { lost, doubled: rows.length - stored.size };
}

export async function expectExact(database: Database, cluster: string, ids: readonly string[]): Promise<void> {
  expect(await lostAndDoubled(database, cluster, ids)).toEqual({ lost: 0, doubled: 0 });
}

export async function expectVerified({ url }: Database): Promise<void> {
  const { findings } = await verifyDatabase({ url, threads: 0 });
  expect(findings.slice(0, 5)).toEqual([]);
}

/** Every import says the same of itself: what it read is what became of it. */
export async function expectSums({ pool }: Database): Promise<void> {
  const { rows } = await pool.query(
    'select id from import_file where events <> inserted + duplicates + quarantined limit 3',
  );
  expect(rows).toEqual([]);
}
