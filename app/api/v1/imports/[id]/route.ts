import { found, handle, methods } from '@/lib/api/handle';
import { getImportOperation } from '@/lib/api/operations/imports';
import { getImportDetail } from '@/lib/ingest/import-detail';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getImportOperation, async ({ path, query }) => {
    const page = { limit: query.limit, cursor: query.cursor ?? null };
    return found('import', path.id, await getImportDetail(path.id, page));
  }),
});
