import { listDenied } from '@/lib/access/denied-then-allowed';
import { fieldsOnly } from '@/lib/api/fields-only';
import { handle, methods } from '@/lib/api/handle';
import { listDeniedOperation } from '@/lib/api/operations/access';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listDeniedOperation, ({ query, filter }) =>
    listDenied({
      filter: fieldsOnly(filter),
      onlyAllowed: query.allowed,
      limit: query.limit,
      cursor: query.cursor ?? null,
    }),
  ),
});
