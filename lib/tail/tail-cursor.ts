/**
 * How far somebody has seen each cluster's evidence: all blocks up to one, and the first events of the next. Blocks are
 * numbered without gaps in the order in which they were committed, so nothing can appear behind this place, however old
 * the times of late events are. Written as "1.52.0_2.7.120": cluster, block, events of the block after it.
 */
export type ClusterPlace = { clusterId: number; seq: number; ordinal: number };
export type TailPlace = Map<number, ClusterPlace>;

export const MAX_CURSOR_CHARACTERS = 32_768;

/** The cursor is none of ours, or of another database. */
export class BadTailCursorError extends Error {
  override name = 'BadTailCursorError';

  constructor() {
    super('This is no place in the evidence of this database: begin again without a cursor.');
  }
}

const ONE = /^(\d{1,5})\.(\d{1,10})\.(\d{1,6})$/;
const MAX_SEQ = 2 ** 31 - 1;

export function formatTailCursor(place: TailPlace): string {
  const ordered = [...place.values()].sort((a, b) => a.clusterId - b.clusterId);
  // A database without clusters has a place too.
  if (ordered.length === 0) return '0.0.0';
  return ordered.map(({ clusterId, seq, ordinal }) => `${clusterId}.${seq}.${ordinal}`).join('_');
}

/** Throws BadTailCursorError. */
export function parseTailCursor(text: string): TailPlace {
  if (text.length > MAX_CURSOR_CHARACTERS) throw new BadTailCursorError();
  const place: TailPlace = new Map();
  for (const part of text.split('_')) {
    const match = ONE.exec(part);
    const [clusterId, seq, ordinal] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
    if (!match || clusterId > 32_767 || seq > MAX_SEQ || place.has(clusterId)) throw new BadTailCursorError();
    if (clusterId > 0) place.set(clusterId, { clusterId, seq, ordinal });
  }
  return place;
}
