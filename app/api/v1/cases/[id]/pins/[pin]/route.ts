import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { changePinOperation } from '@/lib/api/operations/cases';
import { pinChangeSchema } from '@/lib/cases/case-changes';
import { changePin } from '@/lib/cases/change-pin';
import { getCase } from '@/lib/cases/get-case';
import { currentPerson } from '@/lib/people/current-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: handle(changePinOperation, async ({ path }, request) => {
    const change = await readJsonBody(request, pinChangeSchema);
    await changePin(path.id, path.pin, change, currentPerson(request.headers));
    return found('case', String(path.id), await getCase(path.id));
  }),
});
