import { methods } from '@/lib/api/handle';
import { answerJson } from '@/lib/api/json-answer';
import { createOpenApiDocument } from '@/lib/api/openapi-document';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: async () => answerJson(createOpenApiDocument()),
});
