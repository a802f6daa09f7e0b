/** What can be asked and done about the sources that send events over HTTP. They themselves use POST /api/ingest/audit. */
import { z } from 'zod';
import { clusterNameSchema } from '@/lib/ingest/cluster-name';
import { newSourceSchema, revokedSourceSchema, sourceListSchema } from '@/lib/ingest/receiver/source-answers';
import { tokenLabelSchema } from '@/lib/ingest/receiver/token-label';
import { defineOperation, noParameters } from '../operation';

export const listSourcesOperation = defineOperation({
  operationId: 'listSources',
  method: 'get',
  path: '/api/v1/sources',
  summary: 'The sources that send events, with what they sent in the last 24 hours',
  pathParameters: noParameters,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: sourceListSchema,
  errors: [],
});

export const createSourceOperation = defineOperation({
  operationId: 'createSource',
  method: 'post',
  path: '/api/v1/sources',
  summary: 'A token for a new source',
  description:
    'The token lets its holder send events of this cluster to `POST /api/ingest/audit` and nothing else. It is in this answer and never again.',
  pathParameters: noParameters,
  query: z.object({
    cluster: clusterNameSchema.describe('cluster that its events belong to'),
    label: tokenLabelSchema.describe('what people call the source'),
  }),
  filtered: false,
  status: 200,
  answer: newSourceSchema,
  errors: [],
});

export const revokeSourceOperation = defineOperation({
  operationId: 'revokeSource',
  method: 'post',
  path: '/api/v1/sources/{id}/revoke',
  summary: 'Revoke the token of a source, at once and for good; what it sent stays',
  pathParameters: z.object({ id: z.uuid({ error: 'expected the id of a source' }) }),
  query: noParameters,
  filtered: false,
  status: 200,
  answer: revokedSourceSchema,
  errors: [404],
});
