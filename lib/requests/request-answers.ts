/** Shape of events grouped by request, for the page, the API and its description. Pure: browsers import it too. */
import { z } from 'zod';
import { eventRowSchema } from '@/lib/search/event-answers';

export const requestStates = ['completed', 'open', 'unanswered', 'panicked'] as const;

const requestSchema = z
  .object({
    id: z.string().describe('identity of its last event'),
    state: z
      .enum(requestStates)
      .describe(
        'completed; open: an answer began (a watch, an exec) and no end of it was recorded; unanswered: only RequestReceived was recorded; panicked',
      ),
    durationSeconds: z
      .number()
      .nullable()
      .describe('from requestReceivedTimestamp to stageTimestamp of the last stage; null where one of them is missing'),
    impersonatedUser: z.string().nullable().describe('of any stage: the first one does not have it yet'),
    reusedAuditID: z
      .boolean()
      .describe('other events of this instant have this auditID and stage: which belong together is not known'),
    stages: z
      .array(eventRowSchema)
      .describe('in the order in which the API server writes them, whether they match or not'),
  })
  .meta({ id: 'AuditRequest' });

export type AuditRequest = z.infer<typeof requestSchema>;

export const requestPageSchema = z
  .object({
    events: z.number().int().describe('events that match, exact'),
    requestCount: z
      .number()
      .int()
      .nullable()
      .describe('requests with an event that matches, exact; null where counting them would take too long'),
    requests: z.array(requestSchema).describe('those with an event that matches, newest first'),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'RequestPage' });

export type RequestPage = z.infer<typeof requestPageSchema>;
