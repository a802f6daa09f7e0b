/** Evidence packs: asked for, made in the background, fetched as a file. */
import { z } from 'zod';
import { newPackSchema, packListSchema, packSchema } from '@/lib/packs/pack-answers';
import { defineOperation, noParameters } from '../operation';
import { queryNumber } from '../query-number';

const packId = z.object({ id: z.uuid({ error: 'expected the id of a pack' }) });

export const createPackOperation = defineOperation({
  operationId: 'createPack',
  method: 'post',
  path: '/api/v1/packs',
  summary: 'Ask for an evidence pack of a query or of a case; it is made in the background',
  description:
    'A ZIP with the original events, the same as CSV, the query, proofs of every event, signed checkpoints, the custody log and a verifier that needs only Node.js: see docs/evidence-packs.md.',
  pathParameters: noParameters,
  query: noParameters,
  filtered: false,
  status: 202,
  answer: packSchema,
  errors: [404, 409, 413],
  body: newPackSchema,
});

export const listPacksOperation = defineOperation({
  operationId: 'listPacks',
  method: 'get',
  path: '/api/v1/packs',
  summary: 'The last 50 evidence packs that were asked for',
  pathParameters: noParameters,
  query: z.object({ case: queryNumber(0, 999_999_999, 0).describe('the number of a case; 0: of any and of queries') }),
  filtered: false,
  status: 200,
  answer: packListSchema,
  errors: [],
});

export const getPackOperation = defineOperation({
  operationId: 'getPack',
  method: 'get',
  path: '/api/v1/packs/{id}',
  summary: 'One evidence pack with its progress and, at the end, its size and SHA-256',
  pathParameters: packId,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: packSchema,
  errors: [404],
});

export const cancelPackOperation = defineOperation({
  operationId: 'cancelPack',
  method: 'post',
  path: '/api/v1/packs/{id}/cancel',
  summary: 'Stop the making of an evidence pack',
  pathParameters: packId,
  query: noParameters,
  filtered: false,
  status: 202,
  answer: packSchema,
  errors: [404],
});

export const downloadPackOperation = defineOperation({
  operationId: 'downloadPack',
  method: 'get',
  path: '/api/v1/packs/{id}/file',
  summary: 'The file of a finished evidence pack, for 7 days',
  pathParameters: packId,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: z.string(),
  files: ['application/zip'],
  errors: [404, 409],
});
