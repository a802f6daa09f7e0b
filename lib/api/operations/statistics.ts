/** How a field is distributed over the events that a filter finds. */
import { z } from 'zod';
import { eventFieldNames } from '@/lib/audit/event-fields';
import { statisticsSchema } from '@/lib/statistics/statistics-answers';
import { type StatisticsField, statisticsField } from '@/lib/statistics/statistics-field';
import { defineOperation, noParameters } from '../operation';
import { queryNumber } from '../query-number';

const expected = `expected ${eventFieldNames.join(', ')}, or a path such as requestObject.spec.replicas`;

export const getStatisticsOperation = defineOperation({
  operationId: 'getFieldStatistics',
  method: 'get',
  path: '/api/v1/statistics',
  summary: 'Distinct values of a field with count, share, first and last seen',
  description:
    'Fields of the index are answered from counts. For a path into the events the originals are read, newest first: 200,000 of them or for 15 s; `read` and `stoppedBy` say so.',
  pathParameters: noParameters,
  query: z.object({
    field: z
      .string({ error: expected })
      .transform((name, context): StatisticsField => {
        const field = statisticsField(name);
        if (field) return field;
        context.addIssue({ code: 'custom', message: expected });
        return z.NEVER;
      })
      .describe(`a field, or a dotted path into the event; ${expected}`)
      .meta({ override: { type: 'string' } }),
    limit: queryNumber(1, 1000, 50).describe('values listed'),
  }),
  filtered: true,
  status: 200,
  answer: statisticsSchema,
  errors: [],
});
