/** What can be asked about one event's surroundings. */
import { z } from 'zod';
import { pivotsSchema } from '@/lib/pivots/pivot-answers';
import { DEFAULT_SURROUNDING_SECONDS, MAX_SURROUNDING_SECONDS } from '@/lib/pivots/surrounding-time';
import { defineOperation } from '../operation';
import { queryNumber } from '../query-number';
import { queryTime } from '../query-time';

export const getEventPivotsOperation = defineOperation({
  operationId: 'getEventPivots',
  method: 'get',
  path: '/api/v1/events/{id}/pivots',
  summary:
    'The ways on from one event: the same user, workload, source IP, object, credential or request, and what surrounds it',
  pathParameters: z.object({ id: z.string().max(200, { error: 'expected the id of an event' }) }),
  query: z.object({
    seconds: queryNumber(1, MAX_SURROUNDING_SECONDS, DEFAULT_SURROUNDING_SECONDS).describe('to each side of the event'),
    from: queryTime('start of the window of what is not surrounding, inclusive; open where absent'),
    to: queryTime('end of that window, exclusive; open where absent'),
  }),
  filtered: false,
  status: 200,
  answer: pivotsSchema,
  errors: [404],
});
