/**
 * The place of an event in the order of every list: newest first, then by hash and cluster, which no two events share.
 * An event's id and a page's cursor are the same three things written the same way.
 */
import type { Microseconds } from '@/lib/audit/microseconds';

export type EventPlace = { at: Microseconds; hash: string; clusterId: number };

/** The cursor is none of ours. */
export class BadCursorError extends Error {
  override name = 'BadCursorError';

  constructor(cursor: string) {
    super(
      `“${cursor.slice(0, 80)}” is not a cursor: pass nextCursor of the page before, as it is, or none for the first page.`,
    );
  }
}

const PLACE = /^(\d{1,16})-([0-9a-f]{32})-(\d{1,5})$/;

/** `hash` may have the hyphens of a uuid. */
export function formatPlace({ at, hash, clusterId }: EventPlace): string {
  return `${at}-${hash.replaceAll('-', '')}-${clusterId}`;
}

export function parsePlace(text: string): EventPlace | null {
  const match = PLACE.exec(text);
  if (!match) return null;
  const place = { at: Number(match[1]), hash: match[2] as string, clusterId: Number(match[3]) };
  return Number.isSafeInteger(place.at) && place.clusterId < 32_768 ? place : null;
}

/** Throws BadCursorError. */
export function parseCursor(cursor: string): EventPlace {
  const place = parsePlace(cursor);
  if (!place) throw new BadCursorError(cursor);
  return place;
}
