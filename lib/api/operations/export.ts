/** Events as a file: every one that a filter finds, streamed. */
import { z } from 'zod';
import { type ExportColumnId, exportColumns, findExportColumn, standardColumns } from '@/lib/export/export-columns';
import { exportEstimateSchema } from '@/lib/export/export-estimate';
import { exportFormats, exportOrders } from '@/lib/export/export-request';
import { defineOperation, noParameters } from '../operation';

function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: `expected ${values.join(' or ')}` });
}

const columns = z
  .string()
  .transform((text, context): readonly ExportColumnId[] => {
    const ids = new Set<ExportColumnId>();
    for (const name of text.split(',')) {
      const column = findExportColumn(name.trim());
      if (column) ids.add(column.id);
      else {
        const known = exportColumns.map(({ id }) => id).join(', ');
        context.addIssue({ code: 'custom', message: `“${name.slice(0, 40)}” is no column; expected some of ${known}` });
        return z.NEVER;
      }
    }
    return [...ids];
  })
  .optional()
  .describe(`for csv and parquet, by commas: ${exportColumns.map(({ id }) => id).join(', ')}`)
  .meta({ override: { type: 'string', default: standardColumns.join(',') } });

const query = z.object({
  format: choice(exportFormats).describe('ndjson: the stored originals, one a line; csv and parquet: a table'),
  columns,
  order: choice(exportOrders).default('newest').describe('which events come first'),
  compress: choice(['gzip']).optional().describe('the data as .gz'),
  bundle: choice(['zip'])
    .optional()
    .describe('a zip with the data and manifest.json: query, time, count, SHA-256, evidence'),
  bom: choice(['0', '1']).default('0').describe('1: CSV begins with a byte order mark, for Excel'),
});

export const exportEventsOperation = defineOperation({
  operationId: 'exportEvents',
  method: 'get',
  path: '/api/v1/export',
  summary: 'All events that match a filter, as a file',
  description:
    'The number of events is in the header Plumbline-Total before the first byte; events that are committed afterwards are not in the file. The file is whole, or the connection breaks.',
  pathParameters: noParameters,
  query,
  filtered: true,
  status: 200,
  answer: z.string(),
  files: ['application/x-ndjson', 'text/csv', 'application/vnd.apache.parquet', 'application/gzip', 'application/zip'],
  errors: [],
});

export const estimateExportOperation = defineOperation({
  operationId: 'estimateExport',
  method: 'get',
  path: '/api/v1/export/estimate',
  summary: 'How many events an export would hold, and about how large it would be',
  pathParameters: noParameters,
  query,
  filtered: true,
  status: 200,
  answer: exportEstimateSchema,
  errors: [],
});

export type ExportQuery = z.infer<typeof query>;
