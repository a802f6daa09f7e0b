import { found, handle, methods } from '@/lib/api/handle';
import { cancelReportOperation } from '@/lib/api/operations/reports';
import { cancelReport } from '@/lib/reports/report-queue';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(cancelReportOperation, async ({ path }) => found('report', path.id, await cancelReport(path.id))),
});
