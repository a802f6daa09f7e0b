/**
 * Parquet with snappy pages, a row group at a time: only one group is held in memory, closed by rows or by bytes, whichever
 * comes first. Texts are UTF-8 and dictionary-encoded, times are microseconds in UTC, codes integers; missing is null.
 */
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { type ExportColumnId, findExportColumn } from '@/lib/export/export-columns';
import type { ExportRow } from '@/lib/export/export-row';
import { nextTurn } from '@/lib/export/next-turn';
import { type Cell, cellReader, isCutValue, termReader } from '@/lib/export/row-cells';
import type { CellCounts } from '@/lib/export/write-csv';
import type { TermDictionary } from '@/lib/search/term-dictionary';

const GROUP_ROWS = 20_000;
const GROUP_BYTES = 16 * 1024 * 1024;

export async function* writeParquet(
  batches: AsyncIterable<ExportRow[]>,
  columns: readonly ExportColumnId[],
  dictionary: TermDictionary,
  { createdBy, counts }: { createdBy: string; counts: CellCounts },
): AsyncGenerator<Buffer, void, void> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy });
  const readers = columns.map((id) => columnReader(id, dictionary, counts));
  let group: Cell[][] = columns.map(() => []);
  let rowsHeld = 0;
  let bytesHeld = 0;
  for await (const rows of batches) {
    for (const row of rows) {
      for (let c = 0; c < readers.length; c++) (group[c] as Cell[]).push((readers[c] as ColumnReader)(row));
      bytesHeld += row.stored?.length ?? 0;
      if (++rowsHeld < GROUP_ROWS && bytesHeld < GROUP_BYTES) continue;
      yield writeGroup(writer, bytes, columns, group);
      await nextTurn();
      group = columns.map(() => []);
      rowsHeld = 0;
      bytesHeld = 0;
    }
    await nextTurn();
  }
  if (rowsHeld > 0) yield writeGroup(writer, bytes, columns, group);
  writer.finish();
  yield takeBytes(bytes);
}

function writeGroup(
  writer: ParquetWriter,
  bytes: ByteWriter,
  columns: readonly ExportColumnId[],
  group: Cell[][],
): Buffer {
  const columnData = columns.map((name, c): ColumnSource => {
    const data = group[c] as Cell[];
    const isTime = findExportColumn(name)?.kind === 'time';
    return { name, data: isTime ? data.map((cell) => (cell === null ? null : BigInt(cell))) : data };
  });
  writer.write({ columnData, rowGroupSize: GROUP_ROWS });
  return takeBytes(bytes);
}

/** What was written since the last time; the writer goes on at the beginning of its memory. */
function takeBytes(bytes: ByteWriter): Buffer {
  const taken = Buffer.from(bytes.getBytes());
  bytes.index = 0;
  return taken;
}

function schemaOf(columns: readonly ExportColumnId[]): SchemaElement[] {
  return [{ name: 'events', num_children: columns.length }, ...columns.map(elementOf)];
}

function elementOf(name: ExportColumnId): SchemaElement {
  const repetition = { name, repetition_type: 'OPTIONAL' } as const;
  switch (findExportColumn(name)?.kind) {
    case 'time':
      return {
        ...repetition,
        type: 'INT64',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      };
    case 'integer':
      return { ...repetition, type: 'INT32' };
    default:
      return { ...repetition, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
  }
}

type ColumnReader = (row: ExportRow) => Cell;

function columnReader(id: ExportColumnId, dictionary: TermDictionary, counts: CellCounts): ColumnReader {
  const read = cellReader(id, dictionary);
  if (!termReader(id, dictionary)) return read;
  return (row) => {
    const cell = read(row);
    if (typeof cell === 'string' && isCutValue(cell)) counts.cutCells++;
    return cell;
  };
}
