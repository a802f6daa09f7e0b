import { listGrants } from '@/lib/access/list-grants';
import { handle, methods } from '@/lib/api/handle';
import { listGrantsOperation } from '@/lib/api/operations/access';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listGrantsOperation, ({ query }, request) => {
    const { cluster, user, from, to } = query;
    return listGrants({ cluster, user: user === '' ? null : user, time: { from, to }, signal: request.signal });
  }),
});
