import { found, handle, methods } from '@/lib/api/handle';
import { cancelPackOperation } from '@/lib/api/operations/packs';
import { cancelPack } from '@/lib/packs/pack-queue';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(cancelPackOperation, async ({ path }) => found('pack', path.id, await cancelPack(path.id))),
});
