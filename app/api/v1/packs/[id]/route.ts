import { found, handle, methods } from '@/lib/api/handle';
import { getPackOperation } from '@/lib/api/operations/packs';
import { getPack } from '@/lib/packs/pack-queue';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getPackOperation, async ({ path }) => found('pack', path.id, await getPack(path.id))),
});
