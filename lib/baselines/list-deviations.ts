/** Deviations, newest first or the most certain first, a page at a time. */
import type { Pool } from 'pg';
import type { Microseconds } from '@/lib/audit/microseconds';
import type { Deviation, DeviationPage } from '@/lib/baselines/deviation-answers';
import { DEVIATION_COLUMNS, type DeviationRow, toDeviation } from '@/lib/baselines/deviation-row';

export type DeviationFilter = {
  cluster?: string | null;
  workloadId?: number | null;
  kinds?: readonly string[];
  severities?: readonly string[];
  /** true: those that were raised; false: the rest; null: all. */
  raised?: boolean | null;
  incidentId?: string | null;
  /** Those that touch [from, to). */
  from?: Microseconds | null;
  to?: Microseconds | null;
  limit?: number;
};

const MOST = 1000;
const CURSOR = /^(\d{1,16})-([0-9a-f-]{36})$/;

/** The cursor is none of ours. */
export class BadDeviationCursorError extends Error {
  override name = 'BadDeviationCursorError';

  constructor(cursor: string) {
    super(`“${cursor.slice(0, 80)}” is not a cursor: pass nextCursor of the page before, or none for the first page.`);
  }
}

export async function listDeviations(
  pool: Pool,
  filter: DeviationFilter,
  cursor: string | null = null,
): Promise<DeviationPage> {
  const values: unknown[] = [];
  const conditions: string[] = ['true'];
  const add = (condition: (place: string) => string, value: unknown): void => {
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  if (filter.cluster != null) add((p) => `c.name = ${p}`, filter.cluster);
  if (filter.workloadId != null) add((p) => `d.workload_id = ${p}`, filter.workloadId);
  if (filter.kinds?.length) add((p) => `d.kind = any(${p}::text[])`, filter.kinds);
  if (filter.severities?.length) add((p) => `d.severity = any(${p}::text[])`, filter.severities);
  if (filter.raised != null) add((p) => `d.raised = ${p}`, filter.raised);
  if (filter.incidentId != null) add((p) => `d.incident_id = ${p}::uuid`, filter.incidentId);
  if (filter.from != null) add((p) => `d.end_at >= ${p}::bigint`, filter.from);
  if (filter.to != null) add((p) => `d.start_at < ${p}::bigint`, filter.to);
  if (cursor !== null) {
    const match = CURSOR.exec(cursor);
    if (!match) throw new BadDeviationCursorError(cursor);
    values.push(Number(match[1]), match[2]);
    conditions.push(`(d.start_at, d.id) < ($${values.length - 1}::bigint, $${values.length}::uuid)`);
  }
  const limit = Math.min(Math.max(1, filter.limit ?? 100), MOST);
  values.push(limit + 1);
  const { rows } = await pool.query<DeviationRow>(
    `select ${DEVIATION_COLUMNS} where ${conditions.join(' and ')}
     order by d.start_at desc, d.id desc limit $${values.length}`,
    values,
  );
  const page = rows.slice(0, limit);
  const last = page[page.length - 1];
  const deviations: Deviation[] = page.map(toDeviation);
  return { deviations, nextCursor: rows.length > limit && last ? `${last.startAt}-${last.id}` : null };
}

/** Null where there is none of that id. */
export async function getDeviation(pool: Pool, id: string): Promise<Deviation | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  const { rows } = await pool.query<DeviationRow>(`select ${DEVIATION_COLUMNS} where d.id = $1::uuid`, [id]);
  return rows[0] ? toDeviation(rows[0]) : null;
}
