/** A row of the table `deviation`, with its names and its newest verdict. */
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { type Deviation, deviationSchema } from '@/lib/baselines/deviation-answers';

export const DEVIATION_COLUMNS = `
    d.id, c.name as cluster, d.workload_id as "workloadId", w.name as workload, d.actor, d.kind, d.metric,
    d.start_at as "startAt", d.end_at as "endAt", d.raised_at as "raisedAt", d.score, d.surprise, d.severity, d.raised,
    d.incident_id as "incidentId", d.explanation, to_jsonb(v) as verdict
  from deviation d join workload w on w.id = d.workload_id join cluster c on c.id = d.cluster_id
  left join lateral (
    select verdict, person, person_how as "personHow", reason, owner,
           to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "expiresAt",
           to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
    from verdict where deviation_id = d.id order by verdict.id desc limit 1
  ) v on true`;

export type DeviationRow = {
  id: string;
  cluster: string;
  workloadId: number;
  workload: string;
  actor: string;
  kind: string;
  metric: string;
  startAt: number;
  endAt: number;
  raisedAt: number;
  score: number;
  surprise: number;
  severity: string;
  raised: boolean;
  incidentId: string | null;
  explanation: unknown;
  verdict: unknown;
};

export function toDeviation({ startAt, endAt, raisedAt, ...row }: DeviationRow): Deviation {
  return deviationSchema.parse({
    ...row,
    start: formatRfc3339(startAt),
    end: formatRfc3339(endAt),
    raisedAt: formatRfc3339(raisedAt),
  });
}
