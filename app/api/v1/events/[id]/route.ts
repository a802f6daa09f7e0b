import { found, handle, methods } from '@/lib/api/handle';
import { getEventOperation } from '@/lib/api/operations/search';
import { getEventDetail } from '@/lib/search/event-detail';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getEventOperation, async ({ path }) => found('event', path.id, await getEventDetail(path.id))),
});
