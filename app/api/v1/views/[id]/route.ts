import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { changeViewOperation, removeViewOperation } from '@/lib/api/operations/views';
import { currentPerson } from '@/lib/people/current-person';
import { changeView, removeView } from '@/lib/views/saved-views';
import { viewChangeSchema } from '@/lib/views/view-answers';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: handle(changeViewOperation, async ({ path }, request) => {
    const change = await readJsonBody(request, viewChangeSchema);
    return found('view', path.id, await changeView(path.id, change, currentPerson(request.headers)));
  }),
  DELETE: handle(removeViewOperation, async ({ path }, request) =>
    found('view', path.id, await removeView(path.id, currentPerson(request.headers))),
  ),
});
