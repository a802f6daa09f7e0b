/** What can be asked about workloads. */
import { z } from 'zod';
import { workloadListSchema, workloadSorts } from '@/lib/activity/activity-answers';
import { defineOperation, noParameters } from '../operation';
import { queryNumber } from '../query-number';

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
    sort: z.enum(workloadSorts, { error: `expected one of ${workloadSorts.join(', ')}` }).default('requests'),
    limit: queryNumber(1, 1000, 100),
  }),
  filtered: true,
  status: 200,
  answer: workloadListSchema,
  errors: [],
});
