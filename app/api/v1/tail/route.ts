import { handle, methods } from '@/lib/api/handle';
import { tailEventsOperation } from '@/lib/api/operations/tail';
import { readTail, startTail } from '@/lib/tail/read-tail';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(tailEventsOperation, async ({ query: { cursor, limit }, filter }) =>
    cursor === undefined ? { events: [], cursor: await startTail(), more: false } : readTail({ filter, cursor, limit }),
  ),
});
