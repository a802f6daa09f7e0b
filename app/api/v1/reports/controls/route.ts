import { handle, methods } from '@/lib/api/handle';
import { listControlsOperation } from '@/lib/api/operations/reports';
import { listControls } from '@/lib/reports/list-controls';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listControlsOperation, listControls),
});
