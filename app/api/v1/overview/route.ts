import { handle, methods } from '@/lib/api/handle';
import { getOverviewOperation } from '@/lib/api/operations/search';
import { getOverview } from '@/lib/search/overview';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getOverviewOperation, ({ filter }) => getOverview(filter, Date.now() * 1000)),
});
