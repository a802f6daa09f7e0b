import { found, handle, methods } from '@/lib/api/handle';
import { downloadPackOperation } from '@/lib/api/operations/packs';
import { answerPackFile } from '@/lib/api/pack-file-answer';
import { openPack } from '@/lib/packs/pack-queue';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(downloadPackOperation, async ({ path }, request) =>
    answerPackFile(found('pack', path.id, await openPack(path.id)), request),
  ),
});
