import { listIdentityUses } from '@/lib/access/list-identity-uses';
import { fieldsOnly } from '@/lib/api/fields-only';
import { handle, methods } from '@/lib/api/handle';
import { listIdentityUsesOperation } from '@/lib/api/operations/access';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listIdentityUsesOperation, ({ query, filter }) =>
    listIdentityUses({ filter: fieldsOnly(filter), limit: query.limit }),
  ),
});
