import { answerExport, toExportRequest } from '@/lib/api/export-answer';
import { handle, methods } from '@/lib/api/handle';
import { exportEventsOperation } from '@/lib/api/operations/export';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(exportEventsOperation, ({ query, filter }, request) =>
    answerExport(toExportRequest(query, filter), request),
  ),
});
