import { found, handle, methods } from '@/lib/api/handle';
import { getEventPivotsOperation } from '@/lib/api/operations/requests';
import { getEventPivots } from '@/lib/pivots/event-pivots';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getEventPivotsOperation, async ({ path, query }) => {
    const time = { from: query.from, to: query.to };
    return found('event', path.id, await getEventPivots({ id: path.id, seconds: query.seconds, time }));
  }),
});
