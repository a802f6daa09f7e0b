/** A report as a document: its parts in their order. All words of a report are in them, so that HTML and PDF say the same. */
import { chartNumbers, facts, integrity, method, signOff } from '@/lib/reports/assurance-blocks';
import type { PrintedDocument } from '@/lib/reports/document-block';
import { checkBlocks, listed, sample, tableBlocks } from '@/lib/reports/finding-blocks';
import { firstPage, reportTitle } from '@/lib/reports/first-page';
import { completeness, population } from '@/lib/reports/population-blocks';
import type { ReportData } from '@/lib/reports/report-data';

export function reportDocument(data: ReportData): PrintedDocument {
  const { definition, scope, madeAt, product } = data;
  return {
    title: reportTitle(data),
    footer: `${definition.id}, ${scope.from} to ${scope.to}, made ${madeAt}`,
    product,
    madeAt,
    blocks: [
      ...firstPage(data),
      ...population(data),
      ...completeness(data),
      ...data.checks.flatMap((check, n) => checkBlocks(check, n, data)),
      ...data.tables.flatMap(tableBlocks),
      ...listed(data),
      ...sample(data),
      ...facts(data),
      ...integrity(data),
      ...method(data),
      ...chartNumbers(data),
      ...signOff(data),
    ],
  };
}
