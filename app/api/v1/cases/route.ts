import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { createCaseOperation, listCasesOperation } from '@/lib/api/operations/cases';
import { newCaseSchema } from '@/lib/cases/case-changes';
import { getCase } from '@/lib/cases/get-case';
import { listCases } from '@/lib/cases/list-cases';
import { openCase } from '@/lib/cases/open-case';
import { currentPerson } from '@/lib/people/current-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listCasesOperation, ({ query }) =>
    listCases({ status: query.status ?? null, tag: query.tag ?? null, text: query.contains ?? null }),
  ),
  POST: handle(createCaseOperation, async (_, request) => {
    const wanted = await readJsonBody(request, newCaseSchema);
    const id = await openCase(wanted, currentPerson(request.headers));
    return found('case', String(id), await getCase(id));
  }),
});
