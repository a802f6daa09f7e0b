/** What can be asked about events; all take the same filter as the pages' URLs. */
import { z } from 'zod';
import { type EventFieldName, eventFieldNames, findEventField } from '@/lib/audit/event-fields';
import {
  eventDetailSchema,
  eventPageSchema,
  facetBucketSchema,
  facetsSchema,
  histogramSchema,
} from '@/lib/search/event-answers';
import { overviewSchema } from '@/lib/search/overview-answers';
import { defineOperation, noParameters } from '../operation';
import { queryCursor } from '../query-cursor';
import { queryNumber } from '../query-number';

export const listEventsOperation = defineOperation({
  operationId: 'listEvents',
  method: 'get',
  path: '/api/v1/events',
  summary: 'Events that match a filter, the newest first',
  pathParameters: noParameters,
  query: z.object({
    limit: queryNumber(1, 1000, 50),
    cursor: queryCursor('nextCursor'),
  }),
  filtered: true,
  status: 200,
  answer: eventPageSchema,
  errors: [],
});

export const getEventOperation = defineOperation({
  operationId: 'getEvent',
  method: 'get',
  path: '/api/v1/events/{id}',
  summary: 'One event: its original bytes, the other stages of the same request, and where the evidence is kept',
  pathParameters: z.object({ id: z.string().max(200, { error: 'expected the id of an event' }) }),
  query: noParameters,
  filtered: false,
  status: 200,
  answer: eventDetailSchema,
  errors: [404, 410],
});

export const getFacetsOperation = defineOperation({
  operationId: 'getFacets',
  method: 'get',
  path: '/api/v1/facets',
  summary: 'Exact counts per value of every field',
  pathParameters: noParameters,
  query: z.object({ limit: queryNumber(1, 1000, 10).describe('values per facet') }),
  filtered: true,
  status: 200,
  answer: facetsSchema,
  errors: [],
});

const fieldName = z
  .string()
  .transform((name, context): EventFieldName => {
    const field = findEventField(name);
    if (field) return field.name;
    context.addIssue({ code: 'custom', message: `expected one of ${eventFieldNames.join(', ')}` });
    return z.NEVER;
  })
  .meta({ override: { type: 'string', enum: [...eventFieldNames] } });

export const getFacetValuesOperation = defineOperation({
  operationId: 'getFacetValues',
  method: 'get',
  path: '/api/v1/facets/{field}',
  summary: 'Search within the values of one field',
  pathParameters: z.object({ field: fieldName }),
  query: z.object({
    query: z
      .string()
      .max(200, { error: 'expected at most 200 characters' })
      .default('')
      .describe('a part of the value, upper and lower case alike; all values where empty'),
    limit: queryNumber(1, 1000, 50),
  }),
  filtered: true,
  status: 200,
  answer: z
    .object({
      buckets: z.array(facetBucketSchema).describe('most frequent first'),
      matching: z.number().int().describe('how many values match, listed or not'),
    })
    .meta({ id: 'FacetValues' }),
  errors: [],
});

export const getHistogramOperation = defineOperation({
  operationId: 'getHistogram',
  method: 'get',
  path: '/api/v1/histogram',
  summary: 'Events over time by outcome',
  pathParameters: noParameters,
  query: z.object({ buckets: queryNumber(1, 1000, 120).describe('at most this many') }),
  filtered: true,
  status: 200,
  answer: histogramSchema,
  errors: [],
});

export const getOverviewOperation = defineOperation({
  operationId: 'getOverview',
  method: 'get',
  path: '/api/v1/overview',
  summary:
    'Activity, failed API calls, the most active and most failing workloads, and what the last import brought first',
  pathParameters: noParameters,
  query: noParameters,
  filtered: true,
  status: 200,
  answer: overviewSchema,
  errors: [],
});
