import { handle, methods } from '@/lib/api/handle';
import { getFacetValuesOperation } from '@/lib/api/operations/search';
import { searchFacetValues } from '@/lib/search/facet-values';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getFacetValuesOperation, ({ path, query, filter }) =>
    searchFacetValues({ filter, field: path.field, query: query.query, limit: query.limit }),
  ),
});
