/** A report as a file to keep. That somebody took it is on record, as with every export. */
import { recordExport } from '@/lib/export/record-export';
import { currentPerson } from '@/lib/people/current-person';
import { webActor } from '@/lib/people/person';
import { reportFileFacts, reportFileName, writeReport } from '@/lib/reports/report-file';
import { type ReportFormat, reportMediaTypes } from '@/lib/reports/report-formats';
import { getReport, getReportData } from '@/lib/reports/report-queue';
import { ApiError } from './api-error';
import { found } from './handle';

/** Throws ApiError. */
export async function answerReportFile(id: string, format: ReportFormat, request: Request): Promise<Response> {
  const { state } = found('report', id, await getReport(id));
  const data = await getReportData(id);
  if (!data) throw new ApiError('conflict', `The report is ${state}: there is a file when it is done.`);
  const headers = {
    'Content-Type': reportMediaTypes[format],
    'Content-Disposition': `attachment; filename="${reportFileName(data, format)}"`,
    'Cache-Control': 'no-store',
  };
  if (request.method === 'HEAD') return new Response(null, { headers });
  const bytes = await writeReport(data, format);
  const facts = { id, ...reportFileFacts(data, format, bytes) };
  await recordExport(webActor(currentPerson(request.headers)), 'reports.file', facts);
  return new Response(new Uint8Array(bytes), { headers });
}
