/** Shape of the overview, for the page, the API and its description. Pure: browsers import it too. */
import { z } from 'zod';
import type { EventFieldName } from '@/lib/audit/event-fields';
import { facetBucketSchema, histogramSchema } from './event-answers';

const count = z.number().int();

export const failuresOverTimeSchema = z
  .object({
    bucketSeconds: z.number(),
    buckets: z.array(
      z.object({
        start: z.string(),
        codes: z.record(z.string(), count).describe('those that occur; a denial without a response under `none`'),
      }),
    ),
  })
  .meta({ id: 'FailuresOverTime' });

export type FailuresOverTime = z.infer<typeof failuresOverTimeSchema>;

export const workloadActivitySchema = z
  .object({
    workload: z.string().nullable(),
    count: count.describe('events'),
    failed: count.describe('of these, the ones with outcome 4xx, denied or 5xx'),
  })
  .meta({ id: 'WorkloadActivity' });

export type WorkloadActivity = z.infer<typeof workloadActivitySchema>;

export const failureReasonSchema = z
  .object({ code: z.string().nullable(), reason: z.string().nullable(), count })
  .meta({ id: 'FailureReason' });

export type FailureReason = z.infer<typeof failureReasonSchema>;

export const newFieldNames = [
  'user',
  'workload',
  'sourceIP',
  'userAgent',
  'resource',
  'namespace',
  'verb',
] as const satisfies readonly EventFieldName[];

export const newValuesSchema = z
  .object({
    importFileId: z.string(),
    file: z.string(),
    finishedAt: z.string(),
    inserted: count,
    firstImport: z.boolean().describe('nothing was there before: everything it brought is new, and `fields` is empty'),
    fields: z
      .array(
        z.object({
          field: z.enum(newFieldNames),
          total: count.describe('new values, listed or not'),
          values: z.array(facetBucketSchema).describe('with the events of all time, most frequent first'),
        }),
      )
      .describe('only fields that have a new value'),
  })
  .meta({ id: 'NewValues' });

export type NewValues = z.infer<typeof newValuesSchema>;

export const overviewSchema = z
  .object({
    total: count.describe('events that match the filter'),
    failed: count.describe('of these, the ones with outcome 4xx, denied or 5xx'),
    stored: count.describe('events of all time, whatever the filter'),
    firstEventAt: z.string().nullable().describe('of all events, whatever the filter'),
    lastEventAt: z.string().nullable(),
    clusters: z.array(facetBucketSchema),
    activity: histogramSchema,
    failuresOverTime: failuresOverTimeSchema,
    failureReasons: z.array(failureReasonSchema).describe('the 20 most frequent'),
    mostActive: z.array(workloadActivitySchema).describe('at most 10'),
    mostFailing: z.array(workloadActivitySchema).describe('at most 10, by failed'),
    newSinceLastImport: newValuesSchema.nullable().describe('null before the first import has finished'),
  })
  .meta({ id: 'Overview' });

export type Overview = z.infer<typeof overviewSchema>;
