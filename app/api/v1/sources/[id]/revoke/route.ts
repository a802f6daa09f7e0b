import { found, handle, methods } from '@/lib/api/handle';
import { revokeSourceOperation } from '@/lib/api/operations/sources';
import { revokeToken } from '@/lib/ingest/receiver/revoke-token';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(revokeSourceOperation, async ({ path }) =>
    found('source', path.id, (await revokeToken(path.id)) ? { id: path.id } : null),
  ),
});
