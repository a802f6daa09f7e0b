import { found, handle, methods } from '@/lib/api/handle';
import { getEventProofOperation } from '@/lib/api/operations/evidence';
import { getEventProof } from '@/lib/verify/event-proof';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getEventProofOperation, async ({ path: { cluster, block, event } }) =>
    found('event in the evidence', `${cluster}/${block}/${event}`, await getEventProof(cluster, block, event)),
  ),
});
