/** Reports that somebody or a schedule asked for: a row each, made by the worker, with its progress and then its data. */
import { randomUUID } from 'node:crypto';
import { getPool } from '@/lib/db/pool';
import type { Person } from '@/lib/people/person';
import { findScope } from '@/lib/reports/namespace-scopes';
import { findDefinition } from '@/lib/reports/read-definitions';
import type { MadeReport, NewReport, NewSignOff } from '@/lib/reports/report-answers';
import type { ReportData, SignOff } from '@/lib/reports/report-data';
import type { ReportDefinition } from '@/lib/reports/report-definition';
import { populationFilter } from '@/lib/reports/report-filter';
import { type ReportRequest, ReportRequestError } from '@/lib/reports/report-request';
import type { ReportView } from '@/lib/reports/report-view';

/** Reports that one list shows. */
const LISTED = 200;
/** More waiting ones would only be forgotten ones. */
const MOST_WAITING = 100;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Row = {
  id: string;
  definition: string;
  request: string;
  state: MadeReport['state'];
  parts: number;
  partsDone: number;
  summary: string | null;
  error: string | null;
  scheduled: boolean;
  askedBy: string;
  createdAt: Date;
  finishedAt: Date | null;
  signOffs: SignOff[];
};

const COLUMNS = `r.id, r.definition, r.request, r.state, r.parts, r.parts_done as "partsDone", r.summary, r.error,
  r.schedule_id is not null as scheduled, r.asked_by as "askedBy", r.created_at as "createdAt", r.finished_at as "finishedAt",
  coalesce((select json_agg(json_build_object('at', to_char(s.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'person', s.person,
    'how', s.how, 'verdict', s.verdict, 'reason', s.reason) order by s.id) from report_sign_off s where s.report_id = r.id), '[]') as "signOffs"`;

/** Throws UnknownReportError and ReportRequestError. */
export async function requestReport(
  wanted: NewReport,
  person: Person,
  scheduleId: number | null = null,
): Promise<MadeReport> {
  const definition = await findDefinition(wanted.control);
  const scope = await findScope(wanted.scope);
  const request: ReportRequest = { ...wanted, control: definition.id, scope };
  // What cannot be read is told now, and not when the worker comes to it.
  populationFilter(definition, request);
  if (Date.parse(request.from) >= Date.parse(request.to)) {
    throw new ReportRequestError('The period ends before it begins: exchange the two.');
  }
  const waiting = await getPool().query<{ count: number }>(
    `select count(*)::int as count from report where state = 'queued'`,
  );
  if ((waiting.rows[0]?.count ?? 0) >= MOST_WAITING) {
    throw new ReportRequestError(`${MOST_WAITING} reports wait already. Cancel some, or wait until they are made.`);
  }
  const id = randomUUID();
  await getPool().query(
    `insert into report (id, control, definition, request, state, schedule_id, asked_by, asked_how) values ($1, $2, $3, $4, 'queued', $5, $6, $7)`,
    [id, definition.id, JSON.stringify(definition), JSON.stringify(request), scheduleId, person.name, person.how],
  );
  return (await getReport(id)) as MadeReport;
}

export async function listReports(): Promise<MadeReport[]> {
  const { rows } = await getPool().query<Row>(
    `select ${COLUMNS} from report r order by r.created_at desc, r.id limit ${LISTED}`,
  );
  return rows.map(toReport);
}

export async function getReport(id: string): Promise<MadeReport | null> {
  if (!UUID.test(id)) return null;
  const { rows } = await getPool().query<Row>(`select ${COLUMNS} from report r where r.id = $1`, [id]);
  return rows[0] ? toReport(rows[0]) : null;
}

/** The report itself with its sign-offs; null where there is none of that id, or it is not made. */
export async function getReportData(id: string): Promise<ReportData | null> {
  const report = await getReport(id);
  if (report?.state !== 'done') return null;
  const { rows } = await getPool().query<{ data: string }>('select data from report where id = $1', [id]);
  return { ...(JSON.parse(rows[0]?.data ?? 'null') as ReportData), signOffs: report.signOffs };
}

/** What its page shows of it; null as above. */
export async function getReportView(id: string): Promise<ReportView | null> {
  const data = await getReportData(id);
  if (!data) return null;
  const { definition, scope, population, coverage, pseudonyms, fields, verification, sample } = data;
  const checks = data.checks.map(({ title, why, expect, events, query }) => ({ title, why, expect, events, query }));
  const drawn = { seed: sample.seed, events: sample.events.length };
  return { definition, scope, population, coverage, pseudonyms, fields, verification, checks, sample: drawn };
}

/** One that waits is over at once; one that is being made stops at its next part. */
export async function cancelReport(id: string): Promise<MadeReport | null> {
  await getPool().query(
    `update report set cancel_requested = true,
       state = case when state = 'queued' then 'cancelled' else state end,
       finished_at = case when state = 'queued' then now() else finished_at end
     where id = $1 and state in ('queued', 'running')`,
    [id],
  );
  return getReport(id);
}

/** Throws ReportRequestError where the report is not made, or is not covered and called complete without a reason. */
export async function signOffReport(
  id: string,
  { verdict, reason }: NewSignOff,
  person: Person,
): Promise<MadeReport | null> {
  const report = await getReport(id);
  if (!report) return null;
  if (report.state !== 'done' || !report.summary)
    throw new ReportRequestError('A report can be signed off when it is made.');
  const given = reason.trim();
  if (person.how === 'unknown') {
    throw new ReportRequestError(
      'A sign-off needs a name: state yours first (at the top of every screen), or come through a proxy that names you.',
    );
  }
  if (verdict !== 'not complete' && report.summary.coverage !== 'covered' && given === '') {
    throw new ReportRequestError(
      'Not all of the period is known to be covered. Give the reason why the report counts as complete all the same, or choose “not complete”.',
    );
  }
  if (verdict === 'complete' && report.summary.exceptions > 0 && given === '') {
    throw new ReportRequestError(
      'There are exceptions. Say in the reason what became of them, or choose another verdict.',
    );
  }
  await getPool().query(
    'insert into report_sign_off (report_id, person, how, verdict, reason) values ($1, $2, $3, $4, $5)',
    [id, person.name, person.how, verdict, given.replaceAll('\0', '')],
  );
  return getReport(id);
}

function toReport({ definition, request, summary, createdAt, finishedAt, ...row }: Row): MadeReport {
  const { framework, version, control, title, question } = JSON.parse(definition) as ReportDefinition;
  return {
    ...row,
    title: `${framework} ${version}${control === null ? '' : ` ${control}`}: ${title}`,
    question,
    request: JSON.parse(request),
    summary: summary === null ? null : JSON.parse(summary),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
