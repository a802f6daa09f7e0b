/** What the import command says of one file, on the terminal and as --json. */
import type { ImportFileAnswer, ImportState } from '@/lib/ingest/import-answers';

export type FileResult = {
  file: string;
  sha256: string | null;
  format: string | null;
  bytes: number;
  lines: number;
  events: number;
  inserted: number;
  duplicates: number;
  quarantined: number;
  skipped: number;
  seconds: number;
  error?: string;
};

export type FileReport = { state: ImportState; id: string | null; result: FileResult };

export function reportOf(file: string, answer: ImportFileAnswer): FileReport {
  return {
    state: answer.state,
    id: answer.id,
    result: {
      file,
      sha256: answer.sha256,
      format: answer.format,
      bytes: answer.bytes,
      lines: answer.lines,
      events: answer.events,
      inserted: answer.inserted,
      duplicates: answer.duplicates,
      quarantined: answer.quarantined,
      skipped: answer.skipped,
      seconds: answer.seconds ?? 0,
      ...(answer.error === null ? {} : { error: answer.error }),
    },
  };
}

/** A file that could not even be opened. */
export function unreadable(file: string, error: string): FileReport {
  const none = { bytes: 0, lines: 0, events: 0, inserted: 0, duplicates: 0, quarantined: 0, skipped: 0, seconds: 0 };
  return { state: 'failed', id: null, result: { file, sha256: null, format: null, ...none, error } };
}
