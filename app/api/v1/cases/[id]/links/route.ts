import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { changeLinkOperation } from '@/lib/api/operations/cases';
import { linkChangeSchema } from '@/lib/cases/case-changes';
import { changeLink } from '@/lib/cases/case-links';
import { getCase } from '@/lib/cases/get-case';
import { currentPerson } from '@/lib/people/current-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(changeLinkOperation, async ({ path }, request) => {
    const change = await readJsonBody(request, linkChangeSchema);
    await changeLink(path.id, change, currentPerson(request.headers));
    return found('case', String(path.id), await getCase(path.id));
  }),
});
