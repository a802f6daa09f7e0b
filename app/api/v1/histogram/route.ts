import { handle, methods } from '@/lib/api/handle';
import { getHistogramOperation } from '@/lib/api/operations/search';
import { searchHistogram } from '@/lib/search/histogram';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getHistogramOperation, ({ query, filter }) => searchHistogram({ filter, maxBuckets: query.buckets })),
});
