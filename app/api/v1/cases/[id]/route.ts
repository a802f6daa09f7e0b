import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { changeCaseOperation, getCaseOperation } from '@/lib/api/operations/cases';
import { caseChangeSchema } from '@/lib/cases/case-changes';
import { changeCase } from '@/lib/cases/change-case';
import { getCase } from '@/lib/cases/get-case';
import { currentPerson } from '@/lib/people/current-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getCaseOperation, async ({ path }) => found('case', String(path.id), await getCase(path.id))),
  PATCH: handle(changeCaseOperation, async ({ path }, request) => {
    const change = await readJsonBody(request, caseChangeSchema);
    await changeCase(path.id, change, currentPerson(request.headers));
    return found('case', String(path.id), await getCase(path.id));
  }),
});
