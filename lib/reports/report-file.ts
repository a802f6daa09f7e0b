/** A report in one of its formats, with the name that the file gets. */
import { createHash } from 'node:crypto';
import { reportDocument } from '@/lib/reports/report-blocks';
import type { ReportData } from '@/lib/reports/report-data';
import type { ReportFormat } from '@/lib/reports/report-formats';
import { writeHtml } from '@/lib/reports/write-html';
import { writePdf } from '@/lib/reports/write-pdf';
import { writeReportCsv } from '@/lib/reports/write-report-csv';
import { writeReportJson } from '@/lib/reports/write-report-json';

export async function writeReport(data: ReportData, format: ReportFormat): Promise<Buffer> {
  if (format === 'pdf') return writePdf(reportDocument(data));
  if (format === 'html') return Buffer.from(writeHtml(reportDocument(data)));
  if (format === 'csv') return Buffer.from(writeReportCsv(data));
  return Buffer.from(writeReportJson(data));
}

/** What the record keeps of a file that somebody took. */
export function reportFileFacts({ definition, scope, pseudonyms }: ReportData, format: ReportFormat, bytes: Buffer) {
  const { from, to } = scope;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { control: definition.id, from, to, format, pseudonyms, bytes: bytes.length, sha256 };
}

/** Only characters that every file system and header takes. */
export function reportFileName({ definition, scope }: ReportData, format: ReportFormat): string {
  const days = [scope.from, scope.to].map((time) => time.slice(0, 10)).join('_');
  return `${definition.id.replace(/[^A-Za-z0-9._-]/g, '-')}_${days}.${format}`;
}
