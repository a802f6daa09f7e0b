/** What can be asked and done about cases. Who does it is kept: see docs/cases.md. */
import { z } from 'zod';
import { caseDetailSchema, caseListSchema, caseLogSchema } from '@/lib/cases/case-answers';
import {
  caseChangeSchema,
  hypothesisChangeSchema,
  linkChangeSchema,
  newCaseSchema,
  newHypothesisSchema,
  newPinSchema,
  pinChangeSchema,
} from '@/lib/cases/case-changes';
import { caseStatuses } from '@/lib/cases/case-words';
import { defineOperation, noParameters } from '../operation';
import { queryNumber } from '../query-number';

/** A number in a path. */
const number = (what: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: `expected the number of ${what}` })
    .transform(Number)
    .meta({ override: { type: 'integer' } });

const caseId = z.object({ id: number('a case') });

export const listCasesOperation = defineOperation({
  operationId: 'listCases',
  method: 'get',
  path: '/api/v1/cases',
  summary: 'Cases, the last active first',
  pathParameters: noParameters,
  query: z.object({
    status: z.enum(caseStatuses, { error: 'expected open or closed' }).optional(),
    tag: z.string().max(60, { error: 'expected at most 60 characters' }).optional(),
    contains: z
      .string()
      .max(200, { error: 'expected at most 200 characters' })
      .optional()
      .describe('words in title, notes or tags, upper and lower case alike'),
  }),
  filtered: false,
  status: 200,
  answer: caseListSchema,
  errors: [],
});

export const createCaseOperation = defineOperation({
  operationId: 'createCase',
  method: 'post',
  path: '/api/v1/cases',
  summary: 'Open a case',
  pathParameters: noParameters,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: caseDetailSchema,
  errors: [413],
  body: newCaseSchema,
});

export const getCaseOperation = defineOperation({
  operationId: 'getCase',
  method: 'get',
  path: '/api/v1/cases/{id}',
  summary: 'One case: notes, what is pinned with its frozen facts, hypotheses, linked cases, and who did what',
  pathParameters: caseId,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: caseDetailSchema,
  errors: [404],
});

export const changeCaseOperation = defineOperation({
  operationId: 'changeCase',
  method: 'patch',
  path: '/api/v1/cases/{id}',
  summary: 'Change title, notes or tags of a case, close it with a reason, or reopen it',
  pathParameters: caseId,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: caseDetailSchema,
  errors: [404, 409, 413],
  body: caseChangeSchema,
});

export const getCaseLogOperation = defineOperation({
  operationId: 'getCaseLog',
  method: 'get',
  path: '/api/v1/cases/{id}/log',
  summary: 'Who did what in a case and when, from the beginning; entries are never changed or removed',
  pathParameters: caseId,
  query: z.object({
    after: queryNumber(0, 999_999_999, 0).describe('nextAfter of the page before'),
    limit: queryNumber(1, 1000, 200),
  }),
  filtered: false,
  status: 200,
  answer: caseLogSchema,
  errors: [404],
});

export const addPinOperation = defineOperation({
  operationId: 'addPin',
  method: 'post',
  path: '/api/v1/cases/{id}/pins',
  summary: 'Pin an event, a query, an object’s history, a chart or a deviation to a case',
  description:
    'The facts of this moment are frozen with the pin: fields, hashes and place of an event, the exact number and the times of a query. They never change afterwards, whatever is imported or removed.',
  pathParameters: caseId,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: caseDetailSchema,
  errors: [404, 409, 410, 413],
  body: newPinSchema,
});

export const changePinOperation = defineOperation({
  operationId: 'changePin',
  method: 'patch',
  path: '/api/v1/cases/{id}/pins/{pin}',
  summary: 'Change the note of a pin or how far around it belongs to the case, or take it off',
  pathParameters: caseId.extend({ pin: number('a pin') }),
  query: noParameters,
  filtered: false,
  status: 200,
  answer: caseDetailSchema,
  errors: [404, 409, 413],
  body: pinChangeSchema,
});

export const addHypothesisOperation = defineOperation({
  operationId: 'addHypothesis',
  method: 'post',
  path: '/api/v1/cases/{id}/hypotheses',
  summary: 'Write down what may have happened',
  pathParameters: caseId,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: caseDetailSchema,
  errors: [404, 409, 413],
  body: newHypothesisSchema,
});

export const changeHypothesisOperation = defineOperation({
  operationId: 'changeHypothesis',
  method: 'patch',
  path: '/api/v1/cases/{id}/hypotheses/{hypothesis}',
  summary: 'Say whether a hypothesis is open, supported or refuted, or word it anew',
  pathParameters: caseId.extend({ hypothesis: number('a hypothesis') }),
  query: noParameters,
  filtered: false,
  status: 200,
  answer: caseDetailSchema,
  errors: [404, 409, 413],
  body: hypothesisChangeSchema,
});

export const changeLinkOperation = defineOperation({
  operationId: 'changeCaseLink',
  method: 'post',
  path: '/api/v1/cases/{id}/links',
  summary: 'Link a case to another, or take the link away',
  pathParameters: caseId,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: caseDetailSchema,
  errors: [404, 409, 413],
  body: linkChangeSchema,
});
