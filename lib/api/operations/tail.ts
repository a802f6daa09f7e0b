/** New events as they are committed. */
import { z } from 'zod';
import { tailSchema } from '@/lib/tail/tail-answers';
import { MAX_CURSOR_CHARACTERS } from '@/lib/tail/tail-cursor';
import { defineOperation, noParameters } from '../operation';
import { queryNumber } from '../query-number';

const expected = 'expected the cursor of an earlier answer to the same question';

export const tailEventsOperation = defineOperation({
  operationId: 'tailEvents',
  method: 'get',
  path: '/api/v1/tail',
  summary: 'Events that match a filter and were committed since, each exactly once',
  description: [
    'Ask without `cursor` for the place where everything is seen, then with the `cursor` of the answer before, every second or as often as you like.',
    'The order is that of committing, not of the events’ times: late events come when they arrive. Nothing is kept between two questions.',
  ].join('\n'),
  pathParameters: noParameters,
  query: z.object({
    limit: queryNumber(1, 1000, 200),
    cursor: z
      .string()
      .min(1, { error: expected })
      .max(MAX_CURSOR_CHARACTERS, { error: expected })
      .optional()
      .describe('the cursor of an earlier answer to the same question; begins now where absent'),
  }),
  filtered: true,
  status: 200,
  answer: tailSchema,
  errors: [],
});
