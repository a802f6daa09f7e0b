import { found, handle, methods } from '@/lib/api/handle';
import { getReportOperation } from '@/lib/api/operations/reports';
import { getReport } from '@/lib/reports/report-queue';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getReportOperation, async ({ path }) => found('report', path.id, await getReport(path.id))),
});
