/** What explains a window of the histogram. */
import { z } from 'zod';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import { DEFAULT_SPIKE_VALUES } from '@/lib/spikes/explain-spike';
import { DEFAULT_SPIKE_DAYS, MAX_SPIKE_DAYS, spikeReferences, spikeSchema } from '@/lib/spikes/spike-answers';
import { defineOperation, noParameters } from '../operation';
import { queryNumber } from '../query-number';

const instant = (what: string) => {
  const expected = `expected ${what} of the window as RFC 3339`;
  return z
    .string({ error: expected })
    .max(64, { error: expected })
    .transform((text, context) => {
      const at = parseRfc3339(text);
      if (at !== null) return at;
      context.addIssue({ code: 'custom', message: expected });
      return z.NEVER;
    })
    .describe(`${what} of the window that is to be explained, RFC 3339`)
    .meta({ override: { type: 'string', format: 'date-time' } });
};

export const explainSpikeOperation = defineOperation({
  operationId: 'explainSpike',
  method: 'get',
  path: '/api/v1/spike',
  summary: 'What is different in a window: fields ranked by how differently their values are distributed there',
  description:
    'The filter, with from and to, says which events and which range. All counts are exact: those of /api/v1/facets for ' +
    'the filter with the window, and with the reference, as from and to.',
  pathParameters: noParameters,
  query: z.object({
    windowFrom: instant('start, inclusive,'),
    windowTo: instant('end, exclusive,'),
    against: z
      .enum(spikeReferences, { error: `expected ${spikeReferences.join(' or ')}` })
      .default('rest')
      .describe('the rest of the range, or the same hours of the days before the window'),
    days: queryNumber(1, MAX_SPIKE_DAYS, DEFAULT_SPIKE_DAYS).describe(
      'how many days before; only those that begin with recorded events count',
    ),
    limit: queryNumber(1, 100, DEFAULT_SPIKE_VALUES).describe('values of each field'),
  }),
  filtered: true,
  status: 200,
  answer: spikeSchema,
  errors: [],
});
