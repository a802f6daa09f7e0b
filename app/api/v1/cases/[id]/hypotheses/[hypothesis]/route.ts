import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { changeHypothesisOperation } from '@/lib/api/operations/cases';
import { hypothesisChangeSchema } from '@/lib/cases/case-changes';
import { getCase } from '@/lib/cases/get-case';
import { changeHypothesis } from '@/lib/cases/hypotheses';
import { currentPerson } from '@/lib/people/current-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: handle(changeHypothesisOperation, async ({ path }, request) => {
    const change = await readJsonBody(request, hypothesisChangeSchema);
    await changeHypothesis(path.id, path.hypothesis, change, currentPerson(request.headers));
    return found('case', String(path.id), await getCase(path.id));
  }),
});
