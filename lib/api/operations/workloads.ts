/** What can be asked about workloads and about what deviated from their baselines. */
import { z } from 'zod';
import {
  deviationListSchema,
  findingSchema,
  newVerdictSchema,
  workloadBaselineSchema,
  workloadListSchema,
  workloadSorts,
} from '@/lib/activity/activity-answers';
import { deviationKinds, deviationSchema, severities } from '@/lib/baselines/deviation-answers';
import { metrics } from '@/lib/baselines/metrics';
import { defineOperation, noParameters } from '../operation';
import { queryNumber } from '../query-number';
import { queryTime } from '../query-time';

const oneOf = <T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `expected one of ${values.join(', ')}` });

export const listWorkloadsOperation = defineOperation({
  operationId: 'listWorkloads',
  method: 'get',
  path: '/api/v1/workloads',
  summary: 'The workloads that acted in a window, with exact counts of what they did',
  pathParameters: noParameters,
  query: z.object({
    search: z
      .string()
      .max(200, { error: 'expected at most 200 characters' })
      .default('')
      .describe('a part of the name, upper and lower case alike'),
    sort: oneOf(workloadSorts).default('requests'),
    limit: queryNumber(1, 1000, 100),
  }),
  filtered: true,
  status: 200,
  answer: workloadListSchema,
  errors: [],
});

export const getWorkloadBaselineOperation = defineOperation({
  operationId: 'getWorkloadBaseline',
  method: 'get',
  path: '/api/v1/workloads/{id}/baseline',
  summary: 'Counts of a workload over time, with the ranges that were expected of them',
  pathParameters: z.object({
    id: z
      .string()
      .regex(/^\d{1,9}$/, { error: 'expected the id of a workload, a number' })
      .transform(Number)
      .meta({ override: { type: 'integer' } }),
  }),
  query: z.object({
    metric: oneOf(metrics).default('requests'),
    step: z
      .enum(['300', '3600'], { error: 'expected 300 or 3600' })
      .default('3600')
      .describe('seconds of a point: 300 or 3600'),
    from: queryTime('start of the window; 24 hours before its end where absent'),
    to: queryTime('end of the window; now where absent'),
  }),
  filtered: false,
  status: 200,
  answer: workloadBaselineSchema,
  errors: [404],
});

export const listDeviationsOperation = defineOperation({
  operationId: 'listDeviations',
  method: 'get',
  path: '/api/v1/deviations',
  summary: 'What deviated from the baselines, newest first',
  description:
    'With `Accept: application/x-ndjson` all that match are streamed, one JSON object a line: id, actor, workload, kind, start, end, raisedAt, score, severity, explanation. `limit` and `cursor` have no meaning then.',
  pathParameters: noParameters,
  query: z.object({
    cluster: z.string().max(253, { error: 'expected the name of a cluster' }).optional().describe('all without it'),
    workload: z
      .string()
      .regex(/^\d{1,9}$/, { error: 'expected the id of a workload, a number' })
      .transform(Number)
      .optional()
      .meta({ override: { type: 'integer' } }),
    kind: oneOf(deviationKinds).optional(),
    severity: oneOf(severities).optional(),
    raised: z
      .enum(['true', 'false'], { error: 'expected true or false' })
      .optional()
      .describe('true: those that crossed the alert budget; false: the rest; both without it'),
    from: queryTime('start of the window; open where absent'),
    to: queryTime('end of the window, exclusive; open where absent'),
    limit: queryNumber(1, 1000, 100),
    cursor: z.string().max(100, { error: 'expected the nextCursor of an earlier answer' }).optional(),
  }),
  filtered: false,
  status: 200,
  answer: deviationListSchema,
  lines: findingSchema,
  errors: [],
});

export const recordVerdictOperation = defineOperation({
  operationId: 'recordVerdict',
  method: 'post',
  path: '/api/v1/deviations/{id}/verdict',
  summary: 'Say what a deviation was; it is kept with who said so and when',
  description: [
    '`expected` is learned in full, `malicious` is never learned, `benign` is an exception with an owner and an end. The baselines follow within minutes.',
    '`curl -H "Content-Type: application/json" -d \'{"verdict":"expected","reason":"nightly restore test"}\' http://127.0.0.1:3000/api/v1/deviations/<id>/verdict`',
  ].join('\n'),
  pathParameters: z.object({ id: z.string().max(64, { error: 'expected the id of a deviation' }) }),
  query: noParameters,
  filtered: false,
  status: 200,
  answer: deviationSchema,
  errors: [404, 413],
  body: newVerdictSchema,
});
