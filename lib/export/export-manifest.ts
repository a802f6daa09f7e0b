/**
 * What an exported file is: from which question, of which moment, how many events, by which hash to tell it from another,
 * and which part of the evidence it was read from, so that a reader years later can say what it shows and what it does not.
 */
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { logOrigin } from '@/lib/evidence/block-header';
import { readLastCheckpoint } from '@/lib/evidence/read-header';
import type { ExportFile } from '@/lib/export/export-file-name';
import type { ExportRequest } from '@/lib/export/export-request';
import type { FrozenResult } from '@/lib/export/frozen-result';
import { queryWords } from '@/lib/export/query-words';
import type { CellCounts } from '@/lib/export/write-csv';
import type { LineCounts } from '@/lib/export/write-ndjson';
import { serializeEventFilter } from '@/lib/search/event-filter';
import { printFilter } from '@/lib/search/filter-query';
import { version } from '@/package.json';

export const PRODUCT = `Plumbline ${version}`;

export type ExportedCluster = {
  name: string;
  log: string;
  events: number;
  blocks: { first: number; last: number; count: number };
  /** The end of the log at the moment of the export: nothing above it is in the file. */
  logSize: number;
  checkpoint: { size: number; at: string; coversAll: boolean; note: string } | null;
};

/** The evidence behind a result, asked for when the export begins: a cluster's last checkpoint, whole. */
export async function readExportedClusters({ heads, wanted }: FrozenResult): Promise<ExportedCluster[]> {
  const clusters: ExportedCluster[] = [];
  const ranges = wanted.blockRanges();
  for (const { id, name, logId, seq } of heads) {
    const range = ranges.get(id);
    if (!range) continue;
    const checkpoint = await readLastCheckpoint(getPool(), id);
    clusters.push({
      name,
      log: logOrigin(logId),
      events: range.events,
      blocks: { first: range.first, last: range.last, count: range.blocks },
      logSize: seq,
      checkpoint: checkpoint && {
        size: checkpoint.size,
        at: formatRfc3339(checkpoint.at),
        coversAll: checkpoint.size >= range.last,
        note: checkpoint.note,
      },
    });
  }
  return clusters;
}

export type ManifestFacts = {
  request: ExportRequest;
  result: FrozenResult;
  clusters: ExportedCluster[];
  file: ExportFile;
  exportedAt: Date;
  rows: number;
  bytes: number;
  sha256: string;
  lines: LineCounts;
  cells: CellCounts;
};

export function exportManifest(facts: ManifestFacts): string {
  const { request, result, file } = facts;
  const manifest = {
    type: 'plumbline export v1',
    product: PRODUCT,
    exportedAt: facts.exportedAt.toISOString(),
    timeZone: 'UTC',
    query: {
      asked: serializeEventFilter(request.filter).toString(),
      frozen: serializeEventFilter(result.filter).toString(),
      text: printFilter(result.filter),
      words: queryWords(result.filter),
    },
    window: result.window && { from: formatRfc3339(result.window.from), toExclusive: formatRfc3339(result.window.to) },
    events: facts.rows,
    order: request.order === 'newest' ? 'newest first' : 'oldest first',
    data: {
      file: file.dataName,
      format: request.format,
      bytes: facts.bytes,
      sha256: facts.sha256,
      ...formatFacts(facts),
    },
    evidence: facts.clusters,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function formatFacts({ request, lines, cells }: ManifestFacts): object {
  if (request.format === 'ndjson') {
    return {
      lines: {
        ...lines,
        meaning:
          'asStored: the bytes of the evidence and a line feed. lineBreaksReplaced: JSON over several lines, each of its line breaks replaced by a space. wrapped: stored text that is no JSON, as {"log":"<text>"}.',
      },
    };
  }
  const table = {
    columns: request.columns,
    cutCells: cells.cutCells,
    cutCellsMeaning:
      'values of more than 1,024 characters, cut as in the index and followed by …# and a part of their SHA-256; the original event has them whole',
  };
  if (request.format === 'parquet') return table;
  return {
    ...table,
    byteOrderMark: request.bom,
    formulas:
      'a value that begins with = + - @, tab or a line break (after any apostrophes) has one more apostrophe in front, so that no spreadsheet runs it',
  };
}
