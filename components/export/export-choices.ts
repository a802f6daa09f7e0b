/** What somebody chose in the dialog, and the parameters of the API that say the same. */
import type { ColumnId } from '@/components/events/event-columns';
import { type ExportColumnId, standardColumns } from '@/lib/export/export-columns';
import type { ExportFormat, ExportOrder, ExportPacking } from '@/lib/export/export-request';

/** The columns that are read out of the originals, each to be added. */
export const originalColumns = ['requestURI', 'stageTimestamp', 'event'] as const satisfies readonly ExportColumnId[];

export type ExportChoices = {
  format: ExportFormat;
  columns: 'table' | 'all';
  originals: readonly ExportColumnId[];
  order: ExportOrder;
  packing: ExportPacking;
  bom: boolean;
};

export const firstChoices: ExportChoices = {
  format: 'ndjson',
  columns: 'table',
  originals: [],
  order: 'newest',
  packing: 'zip',
  bom: false,
};

/** `query` is the frozen filter of the page; `shown` are the columns of its table. */
export function exportParameters(choices: ExportChoices, query: string, shown: readonly ColumnId[]): URLSearchParams {
  const { format, columns, originals, order, packing, bom } = choices;
  const params = new URLSearchParams(query);
  params.set('format', format);
  if (format !== 'ndjson') {
    params.set('columns', [...(columns === 'table' ? shown : standardColumns), ...originals].join(','));
  }
  params.set('order', order);
  if (packing === 'gzip') params.set('compress', 'gzip');
  if (packing === 'zip') params.set('bundle', 'zip');
  if (format === 'csv' && bom) params.set('bom', '1');
  return params;
}
