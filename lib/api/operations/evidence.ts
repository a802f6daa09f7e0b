/** What can be asked and done about evidence. */
import { z } from 'zod';
import { clusterNameSchema } from '@/lib/ingest/cluster-name';
import { eventProofSchema, evidenceStatusSchema, verificationSchema } from '@/lib/verify/evidence-answers';
import { defineOperation, noParameters } from '../operation';

const verificationId = z.object({ id: z.uuid({ error: 'expected the id of a verification' }) });

/** A number in a path. */
const place = z
  .string()
  .regex(/^\d{1,9}$/, { error: 'expected a whole number' })
  .transform(Number);

export const getEvidenceOperation = defineOperation({
  operationId: 'getEvidence',
  method: 'get',
  path: '/api/v1/evidence',
  summary: 'The logs of evidence with their last signed checkpoints, the public key, and the last verification',
  pathParameters: noParameters,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: evidenceStatusSchema,
  errors: [],
});

export const getEventProofOperation = defineOperation({
  operationId: 'getEventProof',
  method: 'get',
  path: '/api/v1/evidence/{cluster}/{block}/{event}',
  summary: 'What proves one event: its path in its block, the block’s path in the log, and the last signed checkpoint',
  pathParameters: z.object({ cluster: clusterNameSchema, block: place, event: place }),
  query: noParameters,
  filtered: false,
  status: 200,
  answer: eventProofSchema,
  errors: [404],
});

export const startVerificationOperation = defineOperation({
  operationId: 'startVerification',
  method: 'post',
  path: '/api/v1/verifications',
  summary: 'Compare everything with the evidence; where that runs already, that one is answered',
  pathParameters: noParameters,
  query: noParameters,
  filtered: false,
  status: 202,
  answer: verificationSchema,
  errors: [],
});

export const getVerificationOperation = defineOperation({
  operationId: 'getVerification',
  method: 'get',
  path: '/api/v1/verifications/{id}',
  summary: 'One verification with its progress and, at the end, its report',
  pathParameters: verificationId,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: verificationSchema,
  errors: [404],
});

export const cancelVerificationOperation = defineOperation({
  operationId: 'cancelVerification',
  method: 'post',
  path: '/api/v1/verifications/{id}/cancel',
  summary: 'Stop a verification',
  pathParameters: verificationId,
  query: noParameters,
  filtered: false,
  status: 202,
  answer: verificationSchema,
  errors: [404],
});
