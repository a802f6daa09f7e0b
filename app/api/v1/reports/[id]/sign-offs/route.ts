import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { signOffReportOperation } from '@/lib/api/operations/reports';
import { currentPerson } from '@/lib/people/current-person';
import { newSignOffSchema } from '@/lib/reports/report-answers';
import { signOffReport } from '@/lib/reports/report-queue';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(signOffReportOperation, async ({ path }, request) => {
    const said = await readJsonBody(request, newSignOffSchema);
    return found('report', path.id, await signOffReport(path.id, said, currentPerson(request.headers)));
  }),
});
