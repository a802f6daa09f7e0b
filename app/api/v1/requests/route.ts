import { handle, methods } from '@/lib/api/handle';
import { listRequestsOperation } from '@/lib/api/operations/requests';
import { listRequests } from '@/lib/requests/list-requests';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listRequestsOperation, ({ query, filter }) =>
    listRequests({ filter, limit: query.limit, cursor: query.cursor ?? null }),
  ),
});
