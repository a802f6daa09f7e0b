/** What can be asked about requests, and about what one event has in common with others. */
import { z } from 'zod';
import { pivotsSchema } from '@/lib/pivots/pivot-answers';
import { DEFAULT_SURROUNDING_SECONDS, MAX_SURROUNDING_SECONDS } from '@/lib/pivots/surrounding-time';
import { requestPageSchema } from '@/lib/requests/request-answers';
import { defineOperation, noParameters } from '../operation';
import { queryCursor } from '../query-cursor';
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

export const listRequestsOperation = defineOperation({
  operationId: 'listRequests',
  method: 'get',
  path: '/api/v1/requests',
  summary: 'Events grouped by request: its stages together, how long it took, and whether it is still open',
  pathParameters: noParameters,
  query: z.object({
    limit: queryNumber(1, 500, 100).describe('events of a page; it goes on until the time changes'),
    cursor: queryCursor('nextCursor'),
  }),
  filtered: true,
  status: 200,
  answer: requestPageSchema,
  errors: [],
});
