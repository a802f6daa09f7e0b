import { found, handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { createPackOperation, listPacksOperation } from '@/lib/api/operations/packs';
import { newPackSchema } from '@/lib/packs/pack-answers';
import { listPacks, requestPack } from '@/lib/packs/pack-queue';
import { currentPerson } from '@/lib/people/current-person';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listPacksOperation, async ({ query }) => ({
    packs: await listPacks(query.case === 0 ? null : query.case),
  })),
  POST: handle(createPackOperation, async (_, request) => {
    const wanted = await readJsonBody(request, newPackSchema);
    return found('case', String(wanted.case), await requestPack(wanted, currentPerson(request.headers)));
  }),
});
