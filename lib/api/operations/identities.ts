/** What can be asked about one identity. */
import { z } from 'zod';
import { timelineSchema } from '@/lib/identities/timeline-answers';
import { defineOperation, noParameters } from '../operation';
import { queryNumber } from '../query-number';

export const getIdentityTimelineOperation = defineOperation({
  operationId: 'getIdentityTimeline',
  method: 'get',
  path: '/api/v1/identities/timeline',
  summary: 'What an identity did over time, by source IP and user agent, and its sessions',
  description:
    'The filter must say whose: `user`, `impersonatedUser` or `workload`. Other conditions narrow it further.',
  pathParameters: noParameters,
  query: z.object({
    buckets: queryNumber(1, 500, 120).describe('at most this many'),
    gap: queryNumber(1, 1440, 30).describe('minutes of silence that end a session'),
  }),
  filtered: true,
  status: 200,
  answer: timelineSchema,
  errors: [],
});
