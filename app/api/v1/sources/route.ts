import { handle, methods } from '@/lib/api/handle';
import { createSourceOperation, listSourcesOperation } from '@/lib/api/operations/sources';
import { createToken } from '@/lib/ingest/receiver/create-token';
import { listSources } from '@/lib/ingest/receiver/list-sources';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listSourcesOperation, () => listSources()),
  POST: handle(createSourceOperation, ({ query }) => createToken(query)),
});
