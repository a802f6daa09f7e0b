/** What can be asked about who may do what: denials that ended, and rights that are not used. */
import { z } from 'zod';
import { deniedPageSchema } from '@/lib/access/denied-answers';
import { DEFAULT_DENIED, MAX_DENIED } from '@/lib/access/denied-then-allowed';
import { grantUseSchema, identityUsesSchema, leastPrivilegeSchema } from '@/lib/access/privilege-answers';
import { defineOperation, noParameters } from '../operation';
import { queryCursor } from '../query-cursor';
import { queryNumber } from '../query-number';
import { queryTime } from '../query-time';

const FIELDS_ONLY =
  'Of the filter only conditions on fields and the window are taken: name, auditID, text and q are refused.';

const part = (what: string) =>
  z
    .string({ error: `expected ${what}` })
    .min(1, { error: `expected ${what}` })
    .max(2048, { error: 'expected at most 2,048 characters' });
const flag = (description: string) =>
  z
    .enum(['true', 'false'], { error: 'expected true or false' })
    .default('false')
    .transform((text) => text === 'true')
    .describe(description)
    .meta({ override: { type: 'string', enum: ['true', 'false'] } });

const window = {
  from: queryTime('start of the window, inclusive; open where absent'),
  to: queryTime('end of the window, exclusive; open where absent'),
};

export const listDeniedOperation = defineOperation({
  operationId: 'listDenied',
  method: 'get',
  path: '/api/v1/access/denied',
  summary:
    'Denied, then allowed: each refused request, what was missing, when it was allowed, and which RBAC writes lie between',
  description: FIELDS_ONLY,
  pathParameters: noParameters,
  query: z.object({
    allowed: flag('only those that were allowed later'),
    limit: queryNumber(1, MAX_DENIED, DEFAULT_DENIED),
    cursor: queryCursor('nextCursor'),
  }),
  filtered: true,
  status: 200,
  answer: deniedPageSchema,
  errors: [],
});

export const listIdentityUsesOperation = defineOperation({
  operationId: 'listIdentityUses',
  method: 'get',
  path: '/api/v1/access/identities',
  summary: 'How much each identity was allowed to do in a window',
  description: FIELDS_ONLY,
  pathParameters: noParameters,
  query: z.object({ limit: queryNumber(1, 1000, 200) }),
  filtered: true,
  status: 200,
  answer: identityUsesSchema,
  errors: [],
});

export const getLeastPrivilegeOperation = defineOperation({
  operationId: 'getLeastPrivilege',
  method: 'get',
  path: '/api/v1/access/least-privilege',
  summary: 'Roles and bindings that allow what an identity was seen doing, and no more, as rules and as YAML',
  pathParameters: noParameters,
  query: z.object({
    cluster: part('the name of a cluster'),
    user: part('the name of a user or service account, as RBAC sees it'),
    ...window,
    resourceNames: flag('restrict rules to the names that were seen'),
    defaults: flag('with what every cluster grants to everybody'),
  }),
  filtered: false,
  status: 200,
  answer: leastPrivilegeSchema,
  errors: [404],
});

export const listGrantsOperation = defineOperation({
  operationId: 'listGrants',
  method: 'get',
  path: '/api/v1/access/grants',
  summary: 'Which bindings allowed what, by the authoriser’s own words, and which nothing used',
  description:
    'The words are read from the original events, newest day first, for some seconds; `read`, `total` and `readFrom` say how far.',
  pathParameters: noParameters,
  query: z.object({
    cluster: part('the name of a cluster'),
    user: z
      .string()
      .max(2048, { error: 'expected at most 2,048 characters' })
      .default('')
      .describe('whose use; everybody’s where absent'),
    ...window,
  }),
  filtered: false,
  status: 200,
  answer: grantUseSchema,
  errors: [],
});
