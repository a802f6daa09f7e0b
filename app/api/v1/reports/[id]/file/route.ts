import { handle, methods } from '@/lib/api/handle';
import { getReportFileOperation } from '@/lib/api/operations/reports';
import { answerReportFile } from '@/lib/api/report-file-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(getReportFileOperation, ({ path, query }, request) => answerReportFile(path.id, query.format, request)),
});
