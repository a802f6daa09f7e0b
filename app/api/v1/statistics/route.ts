import { handle, methods } from '@/lib/api/handle';
import { getStatisticsOperation } from '@/lib/api/operations/statistics';
import { getStatistics } from '@/lib/statistics/get-statistics';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getStatisticsOperation, ({ query, filter }, request) =>
    getStatistics({ filter, field: query.field, limit: query.limit, signal: request.signal }),
  ),
});
