/**
 * One row of a CSV file, as it is stored: under the row of column names where the file has one, so that it can be read by
 * itself again.
 */
import Papa from 'papaparse';

const RFC4180 = { delimiter: ',', newline: '\n', quoteChar: '"', escapeChar: '"' } as const;

/** The fields of each row; null where a quote does not close. */
export function parseCsv(text: string): string[][] | null {
  const { data, errors } = Papa.parse<string[]>(text.replaceAll('\r\n', '\n'), RFC4180);
  return errors.length > 0 ? null : data;
}

/** Headers are the same for all rows of a file. */
let lastHeader: { text: string; columns: string[] } = { text: '', columns: [] };

/** Names of columns without what a portal adds: `TimeGenerated [UTC]`. */
export function columnsOf(header: string): string[] {
  if (header !== lastHeader.text) {
    const names = parseCsv(header.trimEnd())?.[0] ?? [];
    lastHeader = { text: header, columns: names.map((name) => name.trim().replace(/ \[UTC\]$/, '')) };
  }
  return lastHeader.columns;
}

export type CsvRow = { columns: string[]; fields: string[] };

/** Null where the text is no row under its column names. A row may have fewer fields than there are names. */
export function readCsvRow(text: string): CsvRow | null {
  const end = text.indexOf('\n');
  if (end < 0) return null;
  const rows = parseCsv(text.slice(end + 1));
  return rows?.length === 1 ? { columns: columnsOf(text.slice(0, end)), fields: rows[0] as string[] } : null;
}

/** The fields that hold something, by their column. */
export function rowObject({ columns, fields }: CsvRow): Record<string, string> {
  return Object.fromEntries(
    columns.map((name, i) => [name, fields[i] ?? ''] as const).filter(([name, field]) => name !== '' && field !== ''),
  );
}
