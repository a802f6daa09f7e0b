/** The clusters and their settings, and the disk that all of them share. */
import { z } from 'zod';
import { clusterChangeSchema, clusterSchema } from '@/lib/ingest/cluster-answers';
import { clusterNameSchema } from '@/lib/ingest/cluster-name';
import { diskAnswerSchema } from '@/lib/ingest/disk-answers';
import { clusterOverviewSchema } from '@/lib/retention/cluster-overview-answers';
import { defineOperation, noParameters } from '../operation';

export const listClustersOperation = defineOperation({
  operationId: 'listClusters',
  method: 'get',
  path: '/api/v1/clusters',
  summary: 'The clusters: what each holds, its settings, and who changed what when',
  pathParameters: noParameters,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: clusterOverviewSchema,
  errors: [],
});

export const getDiskOperation = defineOperation({
  operationId: 'getDisk',
  method: 'get',
  path: '/api/v1/disk',
  summary: 'Whether there is room on the disk; without it uploads, imports and the receiver refuse events',
  pathParameters: noParameters,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: diskAnswerSchema,
  errors: [],
});

export const changeClusterOperation = defineOperation({
  operationId: 'changeCluster',
  method: 'patch',
  path: '/api/v1/clusters/{name}',
  summary: 'Change settings of a cluster: redaction and retention',
  description: [
    'What is not named stays. Every change is recorded with its time.',
    'Retention removes whole UTC days, the oldest first and never the newest, within minutes and for good; what went is recorded and signed.',
    '`curl -X PATCH -H "Content-Type: application/json" -d \'{"retention":{"days":90}}\' http://127.0.0.1:3000/api/v1/clusters/prod`',
  ].join('\n'),
  pathParameters: z.object({ name: clusterNameSchema }),
  query: noParameters,
  filtered: false,
  status: 200,
  answer: clusterSchema,
  errors: [404, 413],
  body: clusterChangeSchema,
});
