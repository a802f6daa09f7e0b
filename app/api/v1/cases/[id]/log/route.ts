import { found, handle, methods } from '@/lib/api/handle';
import { getCaseLogOperation } from '@/lib/api/operations/cases';
import { getCaseLog } from '@/lib/cases/case-log';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getCaseLogOperation, async ({ path, query }) =>
    found('case', String(path.id), await getCaseLog(path.id, query)),
  ),
});
