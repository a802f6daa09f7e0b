/**
 * The name a browser saves under: letters, digits, dot, hyphen and underscore only, whatever the clusters are called. It
 * goes into a header and onto the disk of somebody.
 */
import type { ExportRequest } from '@/lib/export/export-request';
import { literalOf } from '@/lib/search/value-pattern';

const EXTENSIONS = { ndjson: 'ndjson', csv: 'csv', parquet: 'parquet' } as const;

const TYPES = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
} as const;

export type ExportFile = {
  /** What is downloaded. */
  name: string;
  contentType: string;
  /** The data in it: the same, or without the packing. */
  dataName: string;
};

export function exportFile({ filter, format, packing }: ExportRequest, at: Date): ExportFile {
  const clusters = filter.conditions.cluster?.include ?? [];
  const [cluster] = clusters;
  const named = clusters.length === 1 && cluster ? safeName(literalOf(cluster) ?? '') : '';
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const base = ['plumbline', named || 'events', time].join('-');
  const dataName = `${base}.${EXTENSIONS[format]}`;
  if (packing === 'zip') return { name: `${base}.zip`, contentType: 'application/zip', dataName };
  if (packing === 'gzip') return { name: `${dataName}.gz`, contentType: 'application/gzip', dataName };
  return { name: dataName, contentType: TYPES[format], dataName };
}

function safeName(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 60);
}
