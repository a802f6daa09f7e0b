import { handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { listScopesOperation, setScopeOperation } from '@/lib/api/operations/reports';
import { currentPerson } from '@/lib/people/current-person';
import { listScopes, setScope } from '@/lib/reports/namespace-scopes';
import { newScopeSchema } from '@/lib/reports/report-answers';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listScopesOperation, async () => ({ scopes: await listScopes() })),
  POST: handle(setScopeOperation, async (_, request) => {
    const wanted = await readJsonBody(request, newScopeSchema);
    return { scopes: await setScope(wanted, currentPerson(request.headers)) };
  }),
});
