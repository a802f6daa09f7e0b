/** Shapes of the answers about workloads, for the pages, the API and its description alike. Pure: browsers import it too. */
import { z } from 'zod';
import {
  type BaselinePoint,
  baselinePointSchema,
  type Deviation,
  deviationSchema,
  type Verdict,
  verdictKinds,
} from '@/lib/baselines/deviation-answers';
import { type Metric, metrics } from '@/lib/baselines/metrics';
import type { FailuresOverTime } from '@/lib/search/overview-answers';

const count = z.number().int();
const time = z.string().describe('RFC 3339 in UTC');

export const workloadSorts = ['requests', 'writes', 'failed', 'denied', 'deviations', 'name'] as const;
export type WorkloadSort = (typeof workloadSorts)[number];

export const workloadRowSchema = z
  .object({
    id: count
      .nullable()
      .describe('names it to /api/v1/workloads/{id}/baseline; null before anything was learned of it'),
    cluster: z.string(),
    workload: z.string().describe('as in the facet of that name'),
    requests: count.describe('a watch counts when it begins, everything else when it is answered'),
    writes: count.describe('of these, create, update, patch, delete and deletecollection'),
    failed: count.describe('of the requests, those with outcome 4xx, denied or 5xx'),
    denied: count,
    bars: z.array(count).describe('requests over time, one for each of `starts`'),
    failedBars: z.array(count),
    lastAt: time.describe('its last request, or the end of the last bar with one where no more is known'),
    client: z.string().nullable().describe('the client product that sent most of the requests'),
    peers: count.describe('how many other workloads of the cluster are like it'),
    deviations: count.describe('in the window, also those below the alert budget'),
    raised: count.describe('of these, the ones that were raised'),
    learningHoursLeft: count.nullable().describe('0: its baseline stands on its own; null: not learned yet'),
  })
  .meta({ id: 'WorkloadRow' });

export type WorkloadRow = z.infer<typeof workloadRowSchema>;

export const workloadListSchema = z
  .object({
    total: count.describe('workloads that acted in the window and match, listed or not'),
    from: time.nullable(),
    to: time.nullable(),
    bucketSeconds: z.number(),
    starts: z.array(time).describe('starts of the bars'),
    workloads: z.array(workloadRowSchema),
  })
  .meta({ id: 'WorkloadList' });

export type WorkloadList = z.infer<typeof workloadListSchema>;

export const workloadBaselineSchema = z
  .object({
    workload: z.string(),
    metric: z.enum(metrics),
    stepSeconds: z.union([z.literal(300), z.literal(3600)]),
    points: z.array(baselinePointSchema),
  })
  .meta({ id: 'WorkloadBaseline' });

/** One chart of a workload's page. */
export type MetricSeries = { metric: Metric; points: BaselinePoint[] };

/** A request that the workload makes: how often in the window, and whether ever before it. */
export type ActionCell = { verb: string; resource: string; requests: number; failed: number; isNew: boolean };

export type ValueCount = { value: string | null; requests: number; failed: number; isNew: boolean };

/** Everything on the page of one workload. */
export type WorkloadPage = {
  row: WorkloadRow;
  firstAt: string | null;
  from: string;
  to: string;
  starts: string[];
  stepSeconds: 300 | 3600;
  series: MetricSeries[];
  failures: FailuresOverTime;
  /** Requests of each hour of the week, Monday 0:00 UTC first, in the four weeks before the end of the window. */
  week: { requests: number[]; hours: number[] };
  /** False where the window has no beginning: nothing can be new then. */
  newIsKnown: boolean;
  actions: ActionCell[];
  identities: ValueCount[];
  sources: ValueCount[];
  clients: ValueCount[];
  /** What the peers have in common, and those that acted in the window. */
  peers: { key: string; rows: WorkloadRow[] } | null;
  deviations: Deviation[];
};

export const deviationListSchema = z
  .object({
    deviations: z.array(deviationSchema).describe('newest first'),
    nextCursor: z.string().nullable().describe('pass it as `cursor` for the next page; null at the end'),
    open: count.describe('raised ones without a verdict, whatever the other conditions but the cluster'),
  })
  .meta({ id: 'DeviationList' });

export type DeviationList = z.infer<typeof deviationListSchema>;

/** One line of `application/x-ndjson`. */
export const findingSchema = deviationSchema
  .pick({ id: true, actor: true, workload: true, kind: true, start: true, end: true, raisedAt: true, score: true })
  .extend({ severity: deviationSchema.shape.severity, explanation: deviationSchema.shape.explanation })
  .meta({ id: 'Finding' });

export const newVerdictSchema = z
  .strictObject({
    verdict: z
      .enum(verdictKinds)
      .describe('`expected`: learned in full; `benign`: an exception; `malicious`: never learned'),
    reason: z
      .string()
      .max(2000, { error: 'expected at most 2,000 characters' })
      .describe('what is known, in a sentence'),
    owner: z
      .string()
      .max(256, { error: 'expected at most 256 characters' })
      .nullish()
      .describe('for `benign`: who answers for it'),
    expiresAt: z.iso
      .datetime({ offset: true, error: 'expected RFC 3339' })
      .nullish()
      .describe('for `benign`: when it ends'),
  })
  .meta({ id: 'NewVerdict' });

export type NewVerdictBody = z.infer<typeof newVerdictSchema>;

/** Deviations and failed calls over time, in the same bars. */
export type DeviationTimeline = {
  bucketSeconds: number;
  buckets: { start: string; failed: number; raised: number; below: number }[];
};

/** Everything on the page of one deviation. */
export type DeviationPage = {
  deviation: Deviation;
  /** Around it, by the metric that deviated; [] where that has no band. */
  points: BaselinePoint[];
  stepSeconds: 300 | 3600;
  /** The events it names: a sentence each; null where retention has removed one. */
  events: { id: string; at: string | null; sentence: string | null }[];
  /** Of the same incident, this one left out. */
  related: Deviation[];
  /** Newest first. */
  verdicts: Verdict[];
};
