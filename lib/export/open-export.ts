/**
 * An export from question to bytes: the result is frozen and counted, and then streams in constant memory as fast as the
 * reader takes it. Ends whole or with an error, never short: whoever reads it sees the connection break.
 */
import { randomUUID } from 'node:crypto';
import { BlockShelf } from '@/lib/export/block-shelf';
import { type ExportFile, exportFile } from '@/lib/export/export-file-name';
import { exportManifest, PRODUCT, readExportedClusters } from '@/lib/export/export-manifest';
import type { ExportRequest } from '@/lib/export/export-request';
import type { ExportRow } from '@/lib/export/export-row';
import { takeExportSlot } from '@/lib/export/export-slots';
import { type FrozenResult, freezeResult } from '@/lib/export/frozen-result';
import { gzipBytes } from '@/lib/export/gzip-bytes';
import { MeasuredBytes } from '@/lib/export/measured-bytes';
import { readAhead } from '@/lib/export/read-ahead';
import { readRows } from '@/lib/export/read-rows';
import { recordExport } from '@/lib/export/record-export';
import { needsOriginal } from '@/lib/export/row-cells';
import { writeCsv } from '@/lib/export/write-csv';
import { writeNdjson } from '@/lib/export/write-ndjson';
import { writeParquet } from '@/lib/export/write-parquet';
import { zipBundle } from '@/lib/export/zip-bundle';
import { serializeEventFilter } from '@/lib/search/event-filter';

/** Longer than any honest download; what is forgotten in a tab ends. */
const EXPORT_LIMIT_MS = 6 * 3_600_000;

export type OpenExport = {
  /** Events in it, exactly. */
  total: number;
  file: ExportFile;
  data: AsyncGenerator<Buffer, void, void>;
  /** Stops what is still going on, in the database too. Has to be called, whether the data were read or not. */
  close(): Promise<void>;
  /** Rows written so far. */
  rows(): number;
  /** Blocks decompressed so far. */
  blocksOpened(): number;
  /** When all data were read: what the file is. In a zip it is inside as well. */
  manifest(): string;
};

export type ExportOptions = {
  /** Who asks, as the record of exports tells it. */
  actor: string;
  signal?: AbortSignal;
  at?: Date;
};

/** Throws ExportsBusyError, SearchTimeoutError, QueryTimeout, and the signal's reason. */
export async function openExport(request: ExportRequest, options: ExportOptions): Promise<OpenExport> {
  const release = takeExportSlot();
  try {
    return await openInSlot(request, options, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function openInSlot(
  request: ExportRequest,
  { actor, signal: given, at = new Date() }: ExportOptions,
  release: () => void,
): Promise<OpenExport> {
  const limit = AbortSignal.timeout(EXPORT_LIMIT_MS);
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, limit, ...(given ? [given] : [])]);
  const result = await freezeResult(request.filter, at.getTime() * 1000, signal);
  const clusters = await readExportedClusters(result);
  const file = exportFile(request, at);
  const lines = { asStored: 0, lineBreaksReplaced: 0, wrapped: 0 };
  const cells = { cutCells: 0 };
  const measured = new MeasuredBytes();
  const shelf = new BlockShelf(result.wanted, signal);
  const progress = { rows: 0 };
  const { total } = result.wanted;

  const manifest = () => {
    const { rows } = progress;
    const { bytes, sha256 } = measured;
    return exportManifest({ request, result, clusters, file, exportedAt: at, rows, bytes, sha256, lines, cells });
  };
  const batches = counted(readAhead(readBatches(request, result, shelf, signal)), progress);
  const written = measured.of(write(request, result, batches, { lines, cells }));
  const record = { id: randomUUID(), ...recordFacts(request, result) };
  await recordExport(actor, 'events.export', record);
  let closed: Promise<void> | null = null;
  const end = (whole: boolean): Promise<void> => {
    closed ??= (async () => {
      stop.abort(new Error('nobody reads the export any more'));
      release();
      const { rows } = progress;
      if (!whole) return recordExport(actor, 'events.export.stopped', { id: record.id, rows });
      return recordExport(actor, 'events.export.finished', { id: record.id, rows, sha256: measured.sha256 });
    })();
    return closed;
  };
  async function* data(): AsyncGenerator<Buffer, void, void> {
    yield* pack(request, written, file, manifest, at);
    await end(true);
  }
  return {
    total,
    file,
    data: data(),
    close: () => end(false),
    rows: () => progress.rows,
    blocksOpened: () => shelf.opened,
    manifest,
  };
}

async function* readBatches(
  request: ExportRequest,
  result: FrozenResult,
  shelf: BlockShelf,
  signal: AbortSignal,
): AsyncGenerator<ExportRow[], void, void> {
  const wholly = request.format === 'ndjson';
  const needs = wholly ? () => true : needsOriginal(request.columns);
  for await (const rows of readRows(result, request.order, signal)) {
    const reading = wholly ? rows : rows.filter(needs);
    if (reading.length > 0) await shelf.fetch(reading);
    yield rows;
  }
}

async function* counted(batches: AsyncIterable<ExportRow[]>, progress: { rows: number }) {
  for await (const rows of batches) {
    yield rows;
    progress.rows += rows.length;
  }
}

function write(
  { format, columns, bom }: ExportRequest,
  { dictionary }: FrozenResult,
  batches: AsyncIterable<ExportRow[]>,
  counts: { lines: Parameters<typeof writeNdjson>[1]; cells: { cutCells: number } },
): AsyncIterable<Buffer> {
  if (format === 'ndjson') return writeNdjson(batches, counts.lines);
  if (format === 'csv') return writeCsv(batches, columns, dictionary, { bom, counts: counts.cells });
  return writeParquet(batches, columns, dictionary, { createdBy: PRODUCT, counts: counts.cells });
}

function pack(
  { packing }: ExportRequest,
  written: AsyncGenerator<Buffer, void, void>,
  file: ExportFile,
  manifest: () => string,
  at: Date,
): AsyncIterable<Buffer> {
  if (packing === 'gzip') return gzipBytes(written);
  if (packing === 'zip') return zipBundle(written, file.dataName, manifest, at);
  return written;
}

function recordFacts({ format, columns, packing }: ExportRequest, { filter, wanted }: FrozenResult): object {
  const facts = { query: serializeEventFilter(filter).toString(), events: wanted.total, format, packing };
  return format === 'ndjson' ? facts : { ...facts, columns };
}
