import { handle, methods } from '@/lib/api/handle';
import { getObjectHistoryOperation } from '@/lib/api/operations/objects';
import { getObjectHistory } from '@/lib/objects/object-history';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getObjectHistoryOperation, ({ query }) =>
    getObjectHistory({
      key: {
        cluster: query.cluster,
        apiGroup: query.group || 'core',
        resource: query.resource,
        namespace: query.namespace || null,
        name: query.name,
      },
      time: { from: query.from, to: query.to },
      without: query.without.map((name) => (name === '-' ? null : name)),
      order: query.order,
      limit: query.limit,
      cursor: query.cursor ?? null,
    }),
  ),
});
