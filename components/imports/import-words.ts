/** An import in words: what was read, kept, already there, quarantined, skipped; or how far it is; or what stopped it. */

import { formatCount, formatPlural } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import type { ImportFileAnswer, ImportState } from '@/lib/ingest/import-answers';

export const stateWords: Record<ImportState, string> = {
  uploading: 'Uploading',
  queued: 'Waiting',
  running: 'Importing',
  receiving: 'Receiving',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** "16,000 events read from audit.log.gz in 1.2 s: 16,000 kept, none was there already, none quarantined." */
export function describeImport(file: ImportFileAnswer, options: { named?: boolean } = {}): string {
  const from = options.named ? ` from ${file.file}` : '';
  if (file.source === 'webhook') return describeDay(file);
  if (file.state === 'done') return describeDone(file, from);
  if (file.state === 'failed') return sentence(`${file.error ?? 'it stopped'}${describeKeptSoFar(file)}`);
  if (file.state === 'cancelled') return describeCancelled(file);
  if (file.state === 'queued') return 'Waits for its turn: files are imported one after another.';
  if (file.state === 'uploading') return 'The file is on its way to the server.';
  return `${formatPlural(file.events, 'event')} read${from} so far: ${describeCounts(file)}.`;
}

function describeDay(file: ImportFileAnswer): string {
  const soFar = file.state === 'receiving' ? ' so far' : '';
  return `${formatPlural(file.events, 'event')} received that day${soFar}: ${describeCounts(file)}.`;
}

function describeDone(file: ImportFileAnswer, from: string): string {
  const took = file.seconds === null ? '' : ` in ${formatDuration(file.seconds)}`;
  if (file.events === 0 && file.skipped === 0) {
    return `Nothing to import: the file ${file.bytes === 0 ? 'is empty' : 'holds no audit event'}.`;
  }
  return `${formatPlural(file.events, 'event')} read${from}${took}: ${describeCounts(file)}.`;
}

function describeCounts(file: ImportFileAnswer): string {
  const parts = [
    `${countOrNone(file.inserted)} kept`,
    file.duplicates === 1 ? '1 was there already' : `${none(file.duplicates, 'was', 'were')} there already`,
    `${countOrNone(file.quarantined)} quarantined`,
  ];
  if (file.skipped > 0)
    parts.push(
      `${formatPlural(file.skipped, 'value')} skipped that ${file.skipped === 1 ? 'is no audit event' : 'are no audit events'}`,
    );
  return parts.join(', ');
}

function describeCancelled(file: ImportFileAnswer): string {
  if (file.events > 0) return `Cancelled. What was read by then stays: ${describeCounts(file)}.`;
  return sentence(file.error ?? 'cancelled before anything was read');
}

function describeKeptSoFar(file: ImportFileAnswer): string {
  if (file.events === 0) return '';
  return `. What was read by then stays: ${describeCounts(file)}`;
}

function countOrNone(count: number): string {
  return count === 0 ? 'none' : formatCount(count);
}

function none(count: number, one: string, many: string): string {
  return count === 0 ? `none ${one}` : `${formatCount(count)} ${many}`;
}

function sentence(text: string): string {
  const start = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** Events per second of an import, null before there is anything to divide. */
export function eventsPerSecond(file: ImportFileAnswer): number | null {
  if (file.seconds === null || file.seconds <= 0 || file.events === 0) return null;
  return Math.round(file.events / file.seconds);
}

/** Share read, 0 to 1; null where the size is not known. */
export function shareRead(file: ImportFileAnswer): number | null {
  if (file.bytesTotal === null || file.bytesTotal <= 0) return null;
  return Math.min(1, file.bytes / file.bytesTotal);
}

/** Seconds left at the pace so far; null where there is none yet. */
export function secondsLeft(file: ImportFileAnswer): number | null {
  const share = shareRead(file);
  if (share === null || share <= 0.005 || file.seconds === null) return null;
  return (file.seconds * (1 - share)) / share;
}
