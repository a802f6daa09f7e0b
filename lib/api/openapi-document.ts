/** The description of the API, OpenAPI 3.1, from the same schemas that read the requests and shape the answers. */
import { z } from 'zod';
import { createDocument, type oas31, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { apiErrorSchema } from './api-error';
import { filterParametersSchema } from './filter-parameters';
import type { AnyOperation } from './operation';
import { allOperations } from './operations/all-operations';

const errorDescriptions: Record<number, string> = {
  400: 'The request was not understood; `problems` lists each parameter with what was expected',
  404: 'There is none of that id',
  409: 'It does not fit what is there now: it has ended, is closed, or somebody changed it meanwhile',
  410: 'Retention has removed what was of that time',
  413: 'The body is larger than any that makes sense here',
  500: 'Plumbline failed; the server’s log has the cause',
  503: 'The question took too long (narrow the filter), the database does not answer, or the disk is nearly full',
  507: 'The disk is full where uploads are kept',
};

export function createOpenApiDocument(): oas31.OpenAPIObject {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Plumbline',
      version: '1',
      description:
        'Kubernetes audit events: search, counts and imports. Filters are the same parameters as in the URLs of the pages. Every answer is JSON, errors too (exports are files); a parameter that is not listed is refused.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: createPaths(),
  });
}

function createPaths(): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of allOperations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describeOperation(operation) };
  }
  return paths;
}

function describeOperation(operation: AnyOperation): ZodOpenApiOperationObject {
  const { path, ...described }: ZodOpenApiOperationObject & { path?: undefined } = {
    operationId: operation.operationId,
    summary: operation.summary,
    requestParams: {
      path: operation.pathParameters instanceof z.ZodObject ? operation.pathParameters : undefined,
      query: operation.filtered ? operation.query.extend(filterParametersSchema.shape) : operation.query,
    },
    responses: {
      [operation.status]: describeAnswer(operation),
      ...Object.fromEntries([400, ...operation.errors, 500, 503].map((status) => [status, describeError(status)])),
    },
  };
  if (operation.description) described.description = operation.description;
  if (operation.body === 'upload') described.requestBody = uploadBody;
  else if (operation.body) {
    described.requestBody = { required: true, content: { 'application/json': { schema: operation.body } } };
  }
  return described;
}

function describeAnswer(operation: AnyOperation) {
  if (operation.files) {
    const file = { schema: { type: 'string' as const, format: 'binary' } };
    return {
      description: 'The file, streamed',
      content: Object.fromEntries(operation.files.map((type) => [type, file])),
    };
  }
  return {
    description: operation.status === 202 ? 'Accepted: it goes on by its own' : 'The answer',
    content: {
      'application/json': { schema: operation.answer },
      ...(operation.lines ? { 'application/x-ndjson': { schema: operation.lines } } : {}),
    },
  };
}

function describeError(status: number) {
  return {
    description: errorDescriptions[status] ?? '',
    content: { 'application/json': { schema: apiErrorSchema } },
  };
}

const uploadBody = {
  required: true,
  content: {
    'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } },
    'multipart/form-data': {
      schema: {
        type: 'object' as const,
        properties: {
          cluster: { type: 'string' as const },
          file: { type: 'array' as const, items: { type: 'string' as const, format: 'binary' } },
        },
        required: ['file'],
      },
    },
  },
};
