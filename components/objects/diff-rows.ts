/** The lines of a hunk with their numbers, in one column or in two where what was removed stands beside what was added. */
import type { DiffHunk, DiffLine } from '@/lib/objects/history-answers';

export type NumberedLine = DiffLine & { oldNumber: number | null; newNumber: number | null };
export type DiffPair = { key: string; old: NumberedLine | null; now: NumberedLine | null };

export function numberLines({ oldStart, newStart, lines }: DiffHunk): NumberedLine[] {
  let old = oldStart;
  let now = newStart;
  return lines.map((line) => ({
    ...line,
    oldNumber: line.kind === 'added' ? null : old++,
    newNumber: line.kind === 'removed' ? null : now++,
  }));
}

export function pairLines(lines: readonly NumberedLine[]): DiffPair[] {
  const pairs: DiffPair[] = [];
  let removed: NumberedLine[] = [];
  let added: NumberedLine[] = [];
  const add = (old: NumberedLine | null, now: NumberedLine | null) =>
    pairs.push({ key: `${old?.oldNumber ?? ''} ${now?.newNumber ?? ''}`, old, now });
  const flush = () => {
    for (let i = 0; i < Math.max(removed.length, added.length); i++) add(removed[i] ?? null, added[i] ?? null);
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.kind === 'removed') removed.push(line);
    else if (line.kind === 'added') added.push(line);
    else {
      flush();
      add(line, line);
    }
  }
  flush();
  return pairs;
}
