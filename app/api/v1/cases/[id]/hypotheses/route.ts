import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { addHypothesisOperation } from '@/lib/api/operations/cases';
import { newHypothesisSchema } from '@/lib/cases/case-changes';
import { getCase } from '@/lib/cases/get-case';
import { addHypothesis } from '@/lib/cases/hypotheses';
import { currentPerson } from '@/lib/people/current-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(addHypothesisOperation, async ({ path }, request) => {
    const wanted = await readJsonBody(request, newHypothesisSchema);
    found('case', String(path.id), await addHypothesis(path.id, wanted, currentPerson(request.headers)));
    return found('case', String(path.id), await getCase(path.id));
  }),
});
