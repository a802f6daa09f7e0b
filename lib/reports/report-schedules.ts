/**
 * Reports that are made again and again: of the last whole day, week (from Monday) or month in UTC, some hours after it ended, so
 * that what was on the way has come in. One that was missed while nothing ran is made at the next start; of several missed
 * ones, each.
 */
import { getPool } from '@/lib/db/pool';
import type { Person } from '@/lib/people/person';
import { findScope } from '@/lib/reports/namespace-scopes';
import { findDefinition } from '@/lib/reports/read-definitions';
import {
  type NewSchedule,
  newScheduleSchema,
  type ReportSchedule,
  type SchedulePace,
} from '@/lib/reports/report-answers';
import { populationFilter } from '@/lib/reports/report-filter';
import { requestReport } from '@/lib/reports/report-queue';

/** After the end of the period: by then late events are here. */
const AFTER_MS = 2 * 3_600_000;
const DAY_MS = 86_400_000;

type Row = {
  id: number;
  request: string;
  every: SchedulePace;
  nextAt: Date;
  askedBy: string;
  askedHow: Person['how'];
  problem: string | null;
};

const COLUMNS = 'id, request, every, next_at as "nextAt", asked_by as "askedBy", asked_how as "askedHow", problem';

export async function listSchedules(): Promise<ReportSchedule[]> {
  const { rows } = await getPool().query<Row>(
    `select ${COLUMNS} from report_schedule where ended_at is null order by id`,
  );
  return rows.map(({ id, request, every, nextAt, askedBy, problem }) => {
    const { control, clusters, scope, query, pseudonyms } = newScheduleSchema.parse(JSON.parse(request));
    return { id, control, every, clusters, scope, query, pseudonyms, nextAt: nextAt.toISOString(), askedBy, problem };
  });
}

/** Throws UnknownReportError and ReportRequestError. */
export async function addSchedule(wanted: NewSchedule, person: Person, now = new Date()): Promise<ReportSchedule[]> {
  const definition = await findDefinition(wanted.control);
  const scope = await findScope(wanted.scope);
  const period = lastPeriod(wanted.every, now);
  populationFilter(definition, { ...wanted, ...period, scope, seed: null });
  await getPool().query(
    'insert into report_schedule (control, request, every, next_at, asked_by, asked_how) values ($1, $2, $3, $4, $5, $6)',
    [
      definition.id,
      JSON.stringify({ ...wanted, control: definition.id }),
      wanted.every,
      nextRun(wanted.every, now),
      person.name,
      person.how,
    ],
  );
  return listSchedules();
}

export async function endSchedule(id: number): Promise<boolean> {
  const { rowCount } = await getPool().query(
    'update report_schedule set ended_at = now() where id = $1 and ended_at is null',
    [id],
  );
  return rowCount === 1;
}

/** Asks for the reports that are due, one a call; false when none is. */
export async function askForNextScheduled(now = new Date()): Promise<boolean> {
  const { rows } = await getPool().query<Row>(
    `select ${COLUMNS} from report_schedule where ended_at is null and next_at <= $1 order by next_at limit 1`,
    [now],
  );
  const [due] = rows;
  if (!due) return false;
  const { id, every, nextAt } = due;
  const { every: _, ...wanted } = newScheduleSchema.parse(JSON.parse(due.request));
  let problem: string | null = null;
  try {
    await requestReport(
      { ...wanted, ...lastPeriod(every, nextAt), seed: null },
      { name: due.askedBy, how: due.askedHow },
      id,
    );
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  await getPool().query('update report_schedule set next_at = $2, problem = $3 where id = $1', [
    id,
    nextRun(every, nextAt),
    problem,
  ]);
  return true;
}

/** The last whole day, week or month before that moment. */
export function lastPeriod(every: SchedulePace, at: Date): { from: string; to: string } {
  const to = startOf(every, at);
  return { from: startOf(every, new Date(to.getTime() - 1)).toISOString(), to: to.toISOString() };
}

/** The first moment after `at` at which a period is over for long enough. */
export function nextRun(every: SchedulePace, at: Date): Date {
  const start = startOf(every, at);
  const run = new Date(start.getTime() + AFTER_MS);
  if (run > at) return run;
  // Into the next period, however long this one is.
  const within = new Date(start.getTime() + (every === 'monthly' ? 32 : every === 'weekly' ? 7 : 1) * DAY_MS);
  return new Date(startOf(every, within).getTime() + AFTER_MS);
}

function startOf(every: SchedulePace, at: Date): Date {
  const midnight = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  if (every === 'daily') return new Date(midnight);
  if (every === 'monthly') return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  return new Date(midnight - ((at.getUTCDay() + 6) % 7) * DAY_MS);
}
