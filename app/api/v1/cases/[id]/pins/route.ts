import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { addPinOperation } from '@/lib/api/operations/cases';
import { addPin } from '@/lib/cases/add-pin';
import { newPinSchema } from '@/lib/cases/case-changes';
import { getCase } from '@/lib/cases/get-case';
import { currentPerson } from '@/lib/people/current-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(addPinOperation, async ({ path }, request) => {
    const pin = await readJsonBody(request, newPinSchema);
    found('case', String(path.id), await addPin(path.id, pin, currentPerson(request.headers)));
    return found('case', String(path.id), await getCase(path.id));
  }),
});
