/** A report as JSON. What cannot be seen, and what HTML would take for markup, is written by its number: the value stays the same. */
import type { ReportData } from '@/lib/reports/report-data';

const WRITTEN_OUT = /[<>&\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

export function writeReportJson(data: ReportData): string {
  return `${JSON.stringify(data, null, 2).replace(WRITTEN_OUT, codeUnits)}\n`;
}

function codeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, n) => `\\u${character.charCodeAt(n).toString(16).padStart(4, '0')}`,
  ).join('');
}
