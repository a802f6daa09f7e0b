/**
 * One line an event: the stored bytes and a line feed. Two kinds of stored events cannot stand in a line as they are. JSON
 * over several lines gets a space in the place of each line break: in JSON those only stand between values, so that the
 * value and its length stay. What is no JSON at all (the text log of Kubernetes 1.5, rows of CSV) becomes {"log":"<text>"},
 * which JSON tools read and Plumbline imports again.
 */
import type { ExportRow } from '@/lib/export/export-row';
import { storedOf } from '@/lib/export/export-row';
import { nextTurn, ROWS_A_TURN } from '@/lib/export/next-turn';

export type LineCounts = { asStored: number; lineBreaksReplaced: number; wrapped: number };

const LINE_FEED = Buffer.from('\n');
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const BRACE = 0x7b;

export async function* writeNdjson(
  batches: AsyncIterable<ExportRow[]>,
  counts: LineCounts,
): AsyncGenerator<Buffer, void, void> {
  for await (const rows of batches) {
    for (let i = 0; i < rows.length; i += ROWS_A_TURN) {
      const pieces: Buffer[] = [];
      for (const row of rows.slice(i, i + ROWS_A_TURN)) pieces.push(lineOf(storedOf(row), counts), LINE_FEED);
      yield Buffer.concat(pieces);
      await nextTurn();
    }
  }
}

/** Without its line feed. */
export function lineOf(stored: Buffer, counts: LineCounts): Buffer {
  if (stored[0] !== BRACE) {
    counts.wrapped++;
    return Buffer.from(JSON.stringify({ log: stored.toString('utf8') }));
  }
  if (!stored.includes(LF) && !stored.includes(CR)) {
    counts.asStored++;
    return stored;
  }
  counts.lineBreaksReplaced++;
  const line = Buffer.from(stored);
  for (let i = 0; i < line.length; i++) if (line[i] === LF || line[i] === CR) line[i] = SPACE;
  return line;
}
