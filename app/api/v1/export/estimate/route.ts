import { toExportRequest } from '@/lib/api/export-answer';
import { handle, methods } from '@/lib/api/handle';
import { estimateExportOperation } from '@/lib/api/operations/export';
import { estimateSize } from '@/lib/export/estimate-size';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(estimateExportOperation, ({ query, filter }) => estimateSize(toExportRequest(query, filter))),
});
