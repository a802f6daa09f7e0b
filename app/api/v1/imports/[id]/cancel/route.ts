import { found, handle, methods } from '@/lib/api/handle';
import { cancelImportOperation } from '@/lib/api/operations/imports';
import { cancelImport } from '@/lib/ingest/cancel-import';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(cancelImportOperation, async ({ path }) => found('import', path.id, await cancelImport(path.id))),
});
