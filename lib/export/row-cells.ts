/** What a column of an exported table holds for a row: the values of the screen, whole where the index has them cut. */
import { type EventFieldName, eventFieldNames, findEventField } from '@/lib/audit/event-fields';
import { MAX_NAME_LENGTH, MAX_VALUE_LENGTH, objectName } from '@/lib/audit/facet-values';
import { formatRfc3339, parseRfc3339 } from '@/lib/audit/microseconds';
import { type ExportColumnId, findExportColumn } from '@/lib/export/export-columns';
import { type ExportRow, eventOf, storedOf } from '@/lib/export/export-row';
import { formatPlace } from '@/lib/search/event-cursor';
import { objectText } from '@/lib/search/object-text';
import type { TermDictionary } from '@/lib/search/term-dictionary';

/** A time is microseconds since 1970; null where the event has no such value. */
export type Cell = string | number | null;
export type CellReader = (row: ExportRow) => Cell;

/** The term of a field's column, for writers that keep something by term; null for columns that are no field. */
export type TermReader = (row: ExportRow) => number;

export function termReader(id: ExportColumnId, dictionary: TermDictionary): TermReader | null {
  const field = findEventField(id);
  if (!field) return null;
  const position = eventFieldNames.indexOf(field.name);
  // Read at each row: the dictionary makes its columns anew when it grows.
  return (row) => (dictionary.columns[position] as Int32Array)[row.combination] as number;
}

export function cellReader(id: ExportColumnId, dictionary: TermDictionary): CellReader {
  const term = termReader(id, dictionary);
  if (term) {
    const text = (row: ExportRow) => dictionary.values[term(row)] as string;
    if (id === 'code') return (row) => (term(row) === 0 ? null : Number(text(row)));
    return (row) => (term(row) === 0 ? null : text(row));
  }
  const read = specialReaders(dictionary)[id as Exclude<ExportColumnId, EventFieldName>];
  return read;
}

function specialReaders(dictionary: TermDictionary): Record<Exclude<ExportColumnId, EventFieldName>, CellReader> {
  const resource = cellReader('resource', dictionary);
  const subresource = cellReader('subresource', dictionary);
  const namespace = cellReader('namespace', dictionary);
  return {
    at: (row) => row.at,
    name: wholeName,
    object: (row) =>
      objectText({
        resource: textOrNull(resource(row)),
        subresource: textOrNull(subresource(row)),
        namespace: textOrNull(namespace(row)),
        name: wholeName(row),
      }),
    auditID: (row) => (row.auditKeyIsId ? row.auditKey : textOrNull(eventOf(row).auditID)),
    id: formatPlace,
    evidenceBlock: (row) => row.blockSeq,
    evidenceOrdinal: (row) => row.ordinal,
    requestURI: (row) => textOrNull(eventOf(row).requestURI),
    stageTimestamp: (row) => {
      const text = eventOf(row).stageTimestamp;
      return typeof text === 'string' ? parseRfc3339(text) : null;
    },
    event: (row) => storedOf(row).toString('utf8'),
  };
}

/** Whether a row's cells can only be read with its original at hand. */
export function needsOriginal(columns: readonly ExportColumnId[]): (row: ExportRow) => boolean {
  if (columns.some((id) => findExportColumn(id)?.original)) return () => true;
  const names = columns.includes('name') || columns.includes('object');
  const auditIDs = columns.includes('auditID');
  return (row) => (names && isCutName(row)) || (auditIDs && !row.auditKeyIsId);
}

/** Whether the index has a value of a field cut: it then ends in a part of its hash. */
export function isCutValue(value: string): boolean {
  return value.length > MAX_VALUE_LENGTH;
}

export function cellText(cell: Cell, isTime: boolean): string | null {
  return cell === null ? null : isTime ? formatRfc3339(cell as number) : String(cell);
}

function isCutName(row: ExportRow): boolean {
  return row.name !== null && row.name.length >= MAX_NAME_LENGTH;
}

function wholeName(row: ExportRow): string | null {
  return isCutName(row) ? objectName(eventOf(row), Number.POSITIVE_INFINITY) : row.name;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
