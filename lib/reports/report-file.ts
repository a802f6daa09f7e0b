/** A report in one of its formats. */
import type { ReportData } from '@/lib/reports/report-data';
import { writeHtml } from '@/lib/reports/write-html';
import { writeReportCsv } from '@/lib/reports/write-report-csv';
import { writeReportJson } from '@/lib/reports/write-report-json';

export const reportFormats = ['html', 'csv', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export async function writeReport(data: ReportData, format: ReportFormat): Promise<Buffer> {
  if (format === 'html') return Buffer.from(writeHtml(data));
  if (format === 'csv') return Buffer.from(writeReportCsv(data));
  return Buffer.from(writeReportJson(data));
}
