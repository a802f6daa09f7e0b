import { handle, methods } from '@/lib/api/handle';
import { listEventsOperation } from '@/lib/api/operations/search';
import { searchEvents } from '@/lib/search/event-page';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listEventsOperation, ({ query, filter }) =>
    searchEvents({ filter, limit: query.limit, cursor: query.cursor ?? null }),
  ),
});
