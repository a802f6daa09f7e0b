/**
 * Shapes of the search answers, for the pages, the API and its description alike. Pure: browsers import it too.
 */
import { z } from 'zod';
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';
import { outcomes } from '@/lib/audit/outcome';

const text = z.string().nullable();

export const eventRowSchema = z
  .object({
    id: z.string().describe('identity of the event: microseconds, content hash, cluster'),
    at: z.string().describe('requestReceivedTimestamp, RFC 3339 in UTC with microseconds'),
    auditID: text.describe('null where the client chose an auditID that is no UUID: see the event itself'),
    user: text,
    impersonatedUser: text,
    verb: text,
    resource: text,
    apiGroup: text.describe('`core` for the group without a name'),
    subresource: text,
    namespace: text,
    name: text.describe('objectRef.name, or the path of a request that names no object; cut at 256 characters'),
    sourceIP: text.describe('last entry of sourceIPs: the peer; earlier ones are claims of the client'),
    stage: text,
    level: text,
    code: z.number().int().nullable(),
    outcome: z.enum(outcomes),
    decision: text,
    reason: text,
    workload: text,
    userAgent: text,
    cluster: z.string(),
  })
  .meta({ id: 'EventRow' });

export type EventRow = z.infer<typeof eventRowSchema>;

export const eventPageSchema = z
  .object({
    total: z.number().int().describe('events that match, exact'),
    events: z.array(eventRowSchema).describe('newest first'),
    nextCursor: z.string().nullable().describe('pass it as `cursor` for the next page; null at the end'),
  })
  .meta({ id: 'EventPage' });

export type EventPage = z.infer<typeof eventPageSchema>;

export const eventDetailSchema = z
  .object({
    row: eventRowSchema,
    sentence: z.string().describe('the event in words'),
    raw: z.string().describe('the original bytes'),
    event: z.record(z.string(), z.unknown()).describe('the original, parsed'),
    stages: z.array(eventRowSchema).describe('all stages of the same request, in time order, this one included'),
    auditIDReuse: z
      .number()
      .int()
      .nullable()
      .describe(
        'other events with this auditID and stage and other content, 1,000 at most; null where counting took too long',
      ),
    targetWorkload: text.describe(
      'the workload that the object is or is a part of, by owner references or by names; null where it is none',
    ),
    evidence: z
      .object({
        block: z.number().int().describe('sequence number of the evidence block in its cluster'),
        ordinal: z.number().int().describe('place in the block, from 0'),
        sha256: z.string().describe('SHA-256 of the original bytes, hex'),
        receivedAt: z.string(),
        importFileId: z.string().nullable(),
        importFileName: z.string().nullable(),
      })
      .describe('where the original is kept'),
  })
  .meta({ id: 'EventDetail' });

export type EventDetail = z.infer<typeof eventDetailSchema>;

export const facetBucketSchema = z
  .object({ value: text.describe('null: the events that have no such value'), count: z.number().int() })
  .meta({ id: 'FacetBucket' });

export type FacetBucket = z.infer<typeof facetBucketSchema>;

function perField<T extends z.ZodType>(schema: T) {
  return z.object(Object.fromEntries(eventFieldNames.map((name) => [name, schema])) as Record<EventFieldName, T>);
}

export const facetsSchema = z
  .object({
    total: z.number().int().describe('events that match the whole filter'),
    facets: perField(z.array(facetBucketSchema)).describe(
      'most frequent first; the counts of a facet leave out the filter on that same field; the missing bucket and selected values are always there',
    ),
    totals: perField(z.number().int()).describe('sum of all buckets of the facet, listed or not'),
    distinct: perField(z.number().int()).describe('how many values the facet has, listed or not, missing left out'),
    other: perField(z.number().int()).describe('events of the values that are not listed'),
  })
  .meta({ id: 'Facets' });

export type Facets = z.infer<typeof facetsSchema>;

export const histogramSchema = z
  .object({
    total: z.number().int(),
    from: z.string().nullable().describe('first instant shown; null when there is no event'),
    to: z.string().nullable().describe('end, exclusive'),
    bucketSeconds: z.number(),
    buckets: z.array(
      z.object({
        start: z.string(),
        ...Object.fromEntries(outcomes.map((outcome) => [outcome, z.number().int()])),
      } as { start: z.ZodString } & Record<(typeof outcomes)[number], z.ZodInt>),
    ),
  })
  .meta({ id: 'Histogram' });

export type Histogram = z.infer<typeof histogramSchema>;
