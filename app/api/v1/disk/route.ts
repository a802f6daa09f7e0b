import { handle, methods } from '@/lib/api/handle';
import { getDiskOperation } from '@/lib/api/operations/clusters';
import { lookForRoomHere } from '@/lib/ingest/disk-room';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getDiskOperation, async () => ({ problem: (await lookForRoomHere()).problem })),
});
