/** What can be asked and done about imports. */
import { z } from 'zod';
import { clusterNameSchema, DEFAULT_CLUSTER } from '@/lib/ingest/cluster-name';
import { formatNames } from '@/lib/ingest/formats/format-names';
import { importDetailSchema, importFileSchema } from '@/lib/ingest/import-answers';
import { importListSchema, uploadAnswerSchema } from '@/lib/ingest/import-list-answers';
import { defineOperation, noParameters } from '../operation';
import { queryCursor } from '../query-cursor';
import { queryNumber } from '../query-number';

const importId = z.object({ id: z.uuid({ error: 'expected the id of an import' }) });

export const listImportsOperation = defineOperation({
  operationId: 'listImports',
  method: 'get',
  path: '/api/v1/imports',
  summary: 'Imports, the latest first, with their progress',
  pathParameters: noParameters,
  query: z.object({
    limit: queryNumber(1, 1000, 50),
    cursor: queryCursor('nextCursor'),
  }),
  filtered: false,
  status: 200,
  answer: importListSchema,
  errors: [],
});

export const getImportOperation = defineOperation({
  operationId: 'getImport',
  method: 'get',
  path: '/api/v1/imports/{id}',
  summary: 'One import: its counts, what was skipped, and every quarantined line with its reason, in pages',
  pathParameters: importId,
  query: z.object({
    limit: queryNumber(1, 1000, 100).describe('quarantined lines in this answer'),
    cursor: queryCursor('nextQuarantineCursor'),
  }),
  filtered: false,
  status: 200,
  answer: importDetailSchema,
  errors: [404],
});

export const createImportOperation = defineOperation({
  operationId: 'createImport',
  method: 'post',
  path: '/api/v1/imports',
  summary: 'Upload an audit log',
  description: [
    'The body is the file itself, plain or gzip, of any size and any content type:',
    '`curl --data-binary @audit.log "http://127.0.0.1:3000/api/v1/imports?cluster=prod&name=audit.log"`.',
    'Or multipart/form-data with one or more parts named `file`, and `cluster` and `format` before them in place of the parameters.',
    'The answer comes when all bytes have arrived; the import itself then runs by its own: ask the address in `Location`.',
    'A file can be uploaded again at any time: events that are already in are counted as duplicates.',
  ].join('\n'),
  pathParameters: noParameters,
  query: z.object({
    cluster: clusterNameSchema
      .optional()
      .describe(`cluster that the events belong to; \`${DEFAULT_CLUSTER}\` where absent`),
    name: z
      .string()
      .optional()
      .describe('name of the file, only a label; a part of multipart/form-data brings its own'),
    format: z
      .enum(formatNames)
      .optional()
      .describe('takes this format only, and quarantines the rest; recognised by content where absent'),
  }),
  filtered: false,
  status: 202,
  answer: uploadAnswerSchema,
  errors: [507],
  body: 'upload',
});

export const cancelImportOperation = defineOperation({
  operationId: 'cancelImport',
  method: 'post',
  path: '/api/v1/imports/{id}/cancel',
  summary: 'Stop an import; what is already in stays',
  pathParameters: importId,
  query: noParameters,
  filtered: false,
  status: 202,
  answer: importFileSchema,
  errors: [404, 409],
});
