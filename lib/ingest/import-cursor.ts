/** Opaque cursors of the lists of imports and of quarantined lines; a changed or made-up one is refused, never guessed at. */
import { z } from 'zod';

/** The cursor is not one that an earlier answer gave. */
export class BadImportCursorError extends Error {
  override name = 'BadImportCursorError';
}

const listCursor = z.tuple([z.iso.datetime({ offset: false }), z.uuid()]);
const lineCursor = z.tuple([
  z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  z.number().int().positive().max(Number.MAX_SAFE_INTEGER),
]);

export type ListCursor = { createdAt: string; id: string };
export type LineCursor = { lineNumber: number; id: number };

export function encodeListCursor(cursor: ListCursor): string {
  return encode([cursor.createdAt, cursor.id]);
}

export function decodeListCursor(text: string): ListCursor {
  const [createdAt, id] = decode(listCursor, text);
  return { createdAt, id };
}

export function encodeLineCursor(cursor: LineCursor): string {
  return encode([cursor.lineNumber, cursor.id]);
}

export function decodeLineCursor(text: string): LineCursor {
  const [lineNumber, id] = decode(lineCursor, text);
  return { lineNumber, id };
}

function encode(parts: (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function decode<T extends z.ZodType>(schema: T, text: string): z.infer<T> {
  try {
    const result = schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (result.success) return result.data;
  } catch {
    // not JSON: the same answer as JSON of another shape
  }
  throw new BadImportCursorError('This cursor was not given by an earlier answer.');
}
