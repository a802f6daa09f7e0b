/**
 * The columns that a table of events (CSV, Parquet) can have: those of the screen and some that only an export shows. Pure:
 * the dialog reads it in the browser.
 */
import { type EventFieldName, eventFields } from '@/lib/audit/event-fields';

type SpecialColumn =
  | 'at'
  | 'object'
  | 'name'
  | 'auditID'
  | 'id'
  | 'evidenceBlock'
  | 'evidenceOrdinal'
  | 'requestURI'
  | 'stageTimestamp'
  | 'event';

export type ExportColumnId = EventFieldName | SpecialColumn;

export type ExportColumn = {
  id: ExportColumnId;
  label: string;
  kind: 'text' | 'time' | 'integer';
  /** Whether each row's cell is read out of the original event: such a column costs what reading all evidence costs. */
  original: boolean;
};

const ofFields = eventFields.map(
  ({ name, label }): ExportColumn => ({
    id: name,
    label,
    kind: name === 'code' ? 'integer' : 'text',
    original: false,
  }),
);

export const exportColumns: readonly ExportColumn[] = [
  { id: 'at', label: 'Time', kind: 'time', original: false },
  ...ofFields,
  { id: 'object', label: 'Object', kind: 'text', original: false },
  { id: 'name', label: 'Object name', kind: 'text', original: false },
  { id: 'auditID', label: 'Audit ID', kind: 'text', original: false },
  { id: 'id', label: 'Event', kind: 'text', original: false },
  { id: 'evidenceBlock', label: 'Evidence block', kind: 'integer', original: false },
  { id: 'evidenceOrdinal', label: 'Place in the block', kind: 'integer', original: false },
  { id: 'requestURI', label: 'Request URI', kind: 'text', original: true },
  { id: 'stageTimestamp', label: 'Time of the stage', kind: 'time', original: true },
  { id: 'event', label: 'Original event', kind: 'text', original: true },
];

/** What "all" means: everything but the columns that have to be read out of the originals. */
export const standardColumns: readonly ExportColumnId[] = exportColumns
  .filter((column) => !column.original)
  .map((column) => column.id);

const byId = new Map<string, ExportColumn>(exportColumns.map((column) => [column.id, column]));

export function findExportColumn(id: string): ExportColumn | undefined {
  return byId.get(id);
}
