/** What can be asked about one object of a cluster. */
import { z } from 'zod';
import { objectDiffSchema, objectHistorySchema } from '@/lib/objects/history-answers';
import { defineOperation, noParameters } from '../operation';
import { queryCursor } from '../query-cursor';
import { queryNumber } from '../query-number';
import { queryTime } from '../query-time';

const part = (what: string) =>
  z
    .string({ error: `expected ${what}` })
    .min(1, { error: `expected ${what}` })
    .max(1100, { error: 'expected at most 1,100 characters' });
const optionalPart = () => z.string().max(1100, { error: 'expected at most 1,100 characters' }).default('');

export const getObjectHistoryOperation = defineOperation({
  operationId: 'getObjectHistory',
  method: 'get',
  path: '/api/v1/objects/history',
  summary: 'Every write on one object, what it changed where bodies were recorded, and where writes are missing',
  pathParameters: noParameters,
  query: z.object({
    cluster: part('the name of a cluster'),
    group: optionalPart().describe('API group; empty or `core` for the one without a name'),
    resource: part('a resource, such as deployments'),
    namespace: optionalPart().describe('empty for an object of the whole cluster'),
    name: part('the name of the object'),
    without: z
      .string()
      .max(400, { error: 'expected at most 400 characters' })
      .default('')
      .transform((text) => text.split(',').filter((name) => name !== ''))
      .describe('subresources to leave out, with commas between them (`status,exec`); `-` is the object itself')
      .meta({ override: { type: 'string' } }),
    order: z.enum(['newest', 'oldest'], { error: 'expected newest or oldest' }).default('newest'),
    limit: queryNumber(1, 200, 50),
    cursor: queryCursor('nextCursor'),
    from: queryTime('start of the window, inclusive; open where absent'),
    to: queryTime('end of the window, exclusive; open where absent'),
  }),
  filtered: false,
  status: 200,
  answer: objectHistorySchema,
  errors: [],
});

export const getObjectDiffOperation = defineOperation({
  operationId: 'getObjectDiff',
  method: 'get',
  path: '/api/v1/objects/diff',
  summary: 'The difference of two states of one object, as lines of YAML',
  pathParameters: noParameters,
  query: z.object({
    name: part('the name of the object'),
    before: z.string().max(200, { error: 'expected the id of an event' }).optional().describe('absent: nothing'),
    after: z.string({ error: 'expected the id of an event' }).max(200, { error: 'expected the id of an event' }),
    context: queryNumber(0, 100_000, 3).describe('lines to show around a change'),
    bookkeeping: z
      .enum(['true', 'false'], { error: 'expected true or false' })
      .default('false')
      .describe('whether managedFields and resourceVersion are compared too'),
  }),
  filtered: false,
  status: 200,
  answer: objectDiffSchema,
  errors: [404],
});
