import { handle, methods } from '@/lib/api/handle';
import { getFacetsOperation } from '@/lib/api/operations/search';
import { searchFacets } from '@/lib/search/facets';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getFacetsOperation, ({ query, filter }) => searchFacets({ filter, limit: query.limit })),
});
