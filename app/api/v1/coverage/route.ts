import { handle, methods } from '@/lib/api/handle';
import { getCoverageOperation } from '@/lib/api/operations/coverage';
import { readCoverage } from '@/lib/coverage/read-coverage';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getCoverageOperation, ({ query }) =>
    readCoverage({
      clusters: query.cluster === undefined ? [] : [query.cluster],
      from: query.from ?? null,
      to: query.to ?? null,
      maxCells: query.cells,
    }),
  ),
});
