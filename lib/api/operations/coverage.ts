/** How much of what the clusters wrote is here. */
import { z } from 'zod';
import { coverageSchema } from '@/lib/coverage/coverage-answers';
import { resolveTime } from '@/lib/search/time-range';
import { defineOperation, noParameters } from '../operation';
import { queryNumber } from '../query-number';

/** An instant; relative to now where it is written so. */
const queryTime = z
  .string()
  .transform((text, context) => {
    const at = resolveTime(text, Date.now() * 1000);
    if (at !== null) return at;
    context.addIssue({ code: 'custom', message: 'expected RFC 3339, a date (UTC), `now`, or `now-24h`' });
    return z.NEVER;
  })
  .optional()
  .meta({ override: { type: 'string', description: 'RFC 3339, a date (UTC), `now`, or relative to now: `now-24h`' } });

export const getCoverageOperation = defineOperation({
  operationId: 'getCoverage',
  method: 'get',
  path: '/api/v1/coverage',
  summary: 'How much of what each cluster wrote is here, and where something is missing',
  description:
    'Measured in buckets of five minutes from the regular traffic that every cluster has. What cannot be told is null, never 100 %.',
  pathParameters: noParameters,
  query: z.object({
    cluster: z.string().max(253, { error: 'expected the name of a cluster' }).optional().describe('all without it'),
    from: queryTime,
    to: queryTime,
    cells: queryNumber(1, 2016, 288).describe('at most so many cells a cluster'),
  }),
  filtered: false,
  status: 200,
  answer: coverageSchema,
  errors: [],
});
