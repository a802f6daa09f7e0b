/** The window of the events of an import, for a link: its end is exclusive, so it lies a microsecond after the last event. */
import { formatRfc3339, parseRfc3339 } from '@/lib/audit/microseconds';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';
import type { TimeRange } from '@/lib/search/time-range';

export function eventWindow(file: ImportFileAnswer): TimeRange | null {
  const last = file.lastEventAt === null ? null : parseRfc3339(file.lastEventAt);
  if (file.firstEventAt === null || last === null) return null;
  return { from: file.firstEventAt, to: formatRfc3339(last + 1) };
}
