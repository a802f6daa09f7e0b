import { handle, methods } from '@/lib/api/handle';
import { createImportOperation, listImportsOperation } from '@/lib/api/operations/imports';
import { receiveUpload } from '@/lib/api/receive-upload';
import { listImports } from '@/lib/ingest/list-imports';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listImportsOperation, ({ query }) => listImports({ limit: query.limit, cursor: query.cursor ?? null })),
  POST: handle(createImportOperation, ({ query }, request) => receiveUpload(query, request)),
});
