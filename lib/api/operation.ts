/**
 * What one route takes and answers. Both the route (handle.ts) and the description at /api/openapi.json
 * (openapi-document.ts) come from it, so they cannot disagree.
 */
import { z } from 'zod';

export type Operation<Path extends z.ZodType, Query extends z.ZodObject, Answer extends z.ZodType> = {
  operationId: string;
  method: 'get' | 'post' | 'patch' | 'delete';
  /** As in OpenAPI: /api/v1/events/{id} */
  path: string;
  summary: string;
  description?: string;
  pathParameters: Path;
  /** Parameters of this operation only; every one is a single string in the URL. */
  query: Query;
  /** Whether it also takes the filter: cluster, from, to and a parameter per field. */
  filtered: boolean;
  status: 200 | 202;
  answer: Answer;
  /** Media types of an answer that is no JSON: a file that is streamed. */
  files?: readonly string[];
  /** One line of the answer as `application/x-ndjson`, for who accepts that. */
  lines?: z.ZodType;
  /** The statuses of errors, besides 400, 405, 500 and 503, that every operation can answer. */
  errors: (404 | 409 | 410 | 413 | 507)[];
  /** A file, or JSON of this form (json-body.ts reads it). */
  body?: 'upload' | z.ZodType;
};

// biome-ignore format: one line says that it is only any operation
export type AnyOperation = Operation<z.ZodType, z.ZodObject, z.ZodType>;

export const noParameters = z.object({});

export function defineOperation<Path extends z.ZodType, Query extends z.ZodObject, Answer extends z.ZodType>(
  operation: Operation<Path, Query, Answer>,
): Operation<Path, Query, Answer> {
  return operation;
}
