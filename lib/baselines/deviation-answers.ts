/** Shapes of the answers about workloads and deviations. Pure: browsers import it too. */
import { z } from 'zod';
import { explanationSchema } from '@/lib/baselines/explanation';

const time = z.string().describe('RFC 3339 in UTC');

export const deviationKinds = [
  'count-above',
  'count-below',
  'first-seen',
  'failures',
  'drift',
  'level-change',
  'silence',
  'chain',
] as const;
export type DeviationKind = (typeof deviationKinds)[number];

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

export const verdictKinds = ['expected', 'benign', 'malicious'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

export const verdictSchema = z
  .object({
    verdict: z.enum(verdictKinds),
    person: z.string(),
    personHow: z.string(),
    reason: z.string(),
    owner: z.string().nullable(),
    expiresAt: time.nullable(),
    at: time,
  })
  .meta({ id: 'DeviationVerdict' });
export type Verdict = z.infer<typeof verdictSchema>;

export const deviationSchema = z
  .object({
    id: z.string(),
    cluster: z.string(),
    workloadId: z.number().int(),
    workload: z.string(),
    actor: z.string().describe('user name of most of its events'),
    kind: z.enum(deviationKinds),
    metric: z.string(),
    start: time,
    end: time,
    raisedAt: time.describe('time of the log at which it could be told'),
    score: z.number().describe('orders deviations of all kinds, the most certain highest'),
    surprise: z.number().describe('minus the decimal logarithm of its probability'),
    severity: z.enum(severities),
    raised: z.boolean().describe('false: below the alert budget'),
    incidentId: z.string().nullable(),
    verdict: verdictSchema.nullable().describe('the newest'),
    explanation: explanationSchema,
  })
  .meta({ id: 'Deviation' });
export type Deviation = z.infer<typeof deviationSchema>;

export type DeviationPage = { deviations: Deviation[]; nextCursor: string | null };

export const workloadActivitySchema = z
  .object({
    id: z.number().int(),
    cluster: z.string(),
    name: z.string(),
    peerGroup: z.string(),
    firstAt: time,
    lastAt: time,
    deviations: z.number().int(),
    raised: z.number().int(),
    learningHoursLeft: z.number().int().describe('0: its baseline stands on its own'),
  })
  .meta({ id: 'WorkloadActivity' });
export type WorkloadActivity = z.infer<typeof workloadActivitySchema>;

const range = z.tuple([z.number(), z.number()]).nullable();

export const baselinePointSchema = z
  .object({
    start: time,
    actual: z.number(),
    expected: z.number().nullable(),
    p50: range,
    p95: range,
    p999: range,
    masked: z.boolean().describe('the record has gaps here: neither judged nor learned'),
    learning: z.boolean().describe('too young to be judged by its own habits'),
  })
  .meta({ id: 'BaselinePoint' });
export type BaselinePoint = z.infer<typeof baselinePointSchema>;

export const habitSchema = z
  .object({
    dimension: z.string(),
    value: z.string(),
    firstAt: time,
    lastAt: time,
    hours: z.number().int().describe('distinct hours with it'),
    days: z.number().int().describe('distinct days with it'),
  })
  .meta({ id: 'WorkloadHabit' });
export type WorkloadHabit = z.infer<typeof habitSchema>;
