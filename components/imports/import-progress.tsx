import { describeImport, eventsPerSecond, secondsLeft, shareRead } from '@/components/imports/import-words';
import { ProgressBar } from '@/components/imports/progress-bar';
import { formatBytes, formatCount } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';

/** One line about an import that is not finished: how far, how fast, how long still. */
export function ImportProgress({ file }: { file: ImportFileAnswer }) {
  if (file.state === 'queued') return <span className="text-muted">{describeImport(file)}</span>;
  return (
    <span className="flex min-w-0 items-center gap-3">
      <ProgressBar
        label={`${file.state === 'uploading' ? 'Upload' : 'Import'} of ${file.file}`}
        share={shareRead(file)}
        className="w-40 shrink-0"
      />
      <span className="truncate text-muted">{describeProgress(file)}</span>
    </span>
  );
}

function describeProgress(file: ImportFileAnswer): string {
  const total = file.bytesTotal === null ? '' : ` of ${formatBytes(file.bytesTotal)}`;
  const parts = [`${formatBytes(file.bytes)}${total}`];
  const rate = eventsPerSecond(file);
  if (file.state === 'running' && rate !== null) parts.push(`${formatCount(rate)} events/s`);
  const left = file.state === 'running' ? secondsLeft(file) : null;
  if (left !== null) parts.push(`${formatDuration(Math.max(1, Math.ceil(left)))} left`);
  return parts.join(' · ');
}
