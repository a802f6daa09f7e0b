import { newVerdictSchema } from '@/lib/activity/activity-answers';
import { judgeDeviation } from '@/lib/activity/judge-deviation';
import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { recordVerdictOperation } from '@/lib/api/operations/workloads';
import { currentPerson } from '@/lib/people/current-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(recordVerdictOperation, async ({ path }, request) => {
    const verdict = await readJsonBody(request, newVerdictSchema);
    return found('deviation', path.id, await judgeDeviation(path.id, verdict, currentPerson(request.headers)));
  }),
});
