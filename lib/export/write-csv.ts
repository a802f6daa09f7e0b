/** CSV as RFC 4180 has it, with a header row: CRLF, UTF-8, times in UTC with microseconds, no cell that is a formula. */
import { csvField } from '@/lib/export/csv-field';
import { type ExportColumnId, findExportColumn } from '@/lib/export/export-columns';
import type { ExportRow } from '@/lib/export/export-row';
import { nextTurn, ROWS_A_TURN } from '@/lib/export/next-turn';
import { cellReader, cellText, isCutValue, termReader } from '@/lib/export/row-cells';
import type { TermDictionary } from '@/lib/search/term-dictionary';

export type CellCounts = {
  /** Cells whose value the index has cut at 1,024 characters. */
  cutCells: number;
};

const BYTE_ORDER_MARK = '\ufeff';

export async function* writeCsv(
  batches: AsyncIterable<ExportRow[]>,
  columns: readonly ExportColumnId[],
  dictionary: TermDictionary,
  { bom, counts }: { bom: boolean; counts: CellCounts },
): AsyncGenerator<Buffer, void, void> {
  yield Buffer.from((bom ? BYTE_ORDER_MARK : '') + csvHeader(columns));
  const write = csvRowWriter(columns, dictionary, counts);
  for await (const rows of batches) {
    for (let i = 0; i < rows.length; i += ROWS_A_TURN) {
      yield Buffer.from(write(rows.slice(i, i + ROWS_A_TURN)));
      await nextTurn();
    }
  }
}

export function csvHeader(columns: readonly ExportColumnId[]): string {
  return `${columns.map(csvField).join(',')}\r\n`;
}

export function csvRowWriter(
  columns: readonly ExportColumnId[],
  dictionary: TermDictionary,
  counts: CellCounts,
): (rows: readonly ExportRow[]) => string {
  const fields = columns.map((id) => fieldWriter(id, dictionary, counts));
  return (rows) => {
    let text = '';
    for (const row of rows) {
      for (let c = 0; c < fields.length; c++) text += (c === 0 ? '' : ',') + (fields[c] as FieldWriter)(row);
      text += '\r\n';
    }
    return text;
  };
}

type FieldWriter = (row: ExportRow) => string;

function fieldWriter(id: ExportColumnId, dictionary: TermDictionary, counts: CellCounts): FieldWriter {
  const term = termReader(id, dictionary);
  if (!term) {
    const read = cellReader(id, dictionary);
    const isTime = findExportColumn(id)?.kind === 'time';
    return (row) => csvField(cellText(read(row), isTime));
  }
  // Values repeat: each is made a field once.
  const known: string[] = [''];
  return (row) => {
    const number = term(row);
    let field = known[number];
    if (field === undefined) {
      field = csvField(dictionary.values[number] as string);
      known[number] = field;
    }
    if (field.length > CUT_AT_LEAST && isCutValue(dictionary.values[number] as string)) counts.cutCells++;
    return field;
  };
}

/** Shorter fields are of no cut value, which is quicker to see. */
const CUT_AT_LEAST = 1024;
