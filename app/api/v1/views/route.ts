import { handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { listViewsOperation, saveViewOperation } from '@/lib/api/operations/views';
import { currentPerson } from '@/lib/people/current-person';
import { listViews, saveView } from '@/lib/views/saved-views';
import { newViewSchema } from '@/lib/views/view-answers';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listViewsOperation, (_, request) => listViews(currentPerson(request.headers))),
  POST: handle(saveViewOperation, async (_, request) =>
    saveView(await readJsonBody(request, newViewSchema), currentPerson(request.headers)),
  ),
});
