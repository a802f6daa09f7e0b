/** What somebody wants to have exported. The names of the choices are those of the URL and of the command line. */
import type { ExportColumnId } from '@/lib/export/export-columns';
import type { EventFilter } from '@/lib/search/event-filter';

export const exportFormats = ['ndjson', 'csv', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const exportOrders = ['newest', 'oldest'] as const;
export type ExportOrder = (typeof exportOrders)[number];

/** zip: the data and manifest.json in one file. gzip: the data alone, compressed. */
export const exportPackings = ['none', 'gzip', 'zip'] as const;
export type ExportPacking = (typeof exportPackings)[number];

export type ExportRequest = {
  filter: EventFilter;
  format: ExportFormat;
  /** Of a table (csv, parquet), in their order. */
  columns: readonly ExportColumnId[];
  order: ExportOrder;
  packing: ExportPacking;
  /** CSV only: begin with a byte order mark, by which Excel knows that it is UTF-8. */
  bom: boolean;
};
