import { handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { createReportOperation, listReportsOperation } from '@/lib/api/operations/reports';
import { currentPerson } from '@/lib/people/current-person';
import { newReportSchema } from '@/lib/reports/report-answers';
import { listReports, requestReport } from '@/lib/reports/report-queue';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listReportsOperation, async () => ({ reports: await listReports() })),
  POST: handle(createReportOperation, async (_, request) =>
    requestReport(await readJsonBody(request, newReportSchema), currentPerson(request.headers)),
  ),
});
