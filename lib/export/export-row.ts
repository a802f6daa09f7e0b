/** One event on its way into an export: its index row, and its original where somebody needs it. */
import { readStoredEvent } from '@/lib/audit/sources/stored-event';
import type { EventIndexRow } from '@/lib/search/event-row';

export type JsonObject = { readonly [key: string]: unknown };

export type ExportRow = EventIndexRow & {
  blockSeq: number;
  ordinal: number;
  /** The original bytes, once they were fetched. */
  stored: Buffer | null;
  /** The original read as an event, once somebody asked. */
  event: JsonObject | null;
};

export function eventOf(row: ExportRow): JsonObject {
  row.event ??= readStoredEvent(storedOf(row).toString('utf8'))?.event ?? {};
  return row.event;
}

export function storedOf(row: ExportRow): Buffer {
  if (!row.stored) throw new Error(`the original of event ${row.ordinal} in block ${row.blockSeq} was not fetched`);
  return row.stored;
}
