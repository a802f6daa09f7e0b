'use client';

import { RotateCw, X } from 'lucide-react';
import { ProgressBar } from '@/components/imports/progress-bar';
import { bytesPerSecond } from '@/components/imports/upload-pace';
import { removeUpload, retryUpload, type Upload } from '@/components/imports/upload-queue';
import { useUploads } from '@/components/imports/use-uploads';
import { IconButton } from '@/components/ui/button';
import { formatBytes } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import { Panel } from '@/components/ui/panel';
import { Value } from '@/components/ui/value';

/** The files that this browser is sending or could not send. */
export function UploadList() {
  const uploads = useUploads().filter((upload) => upload.state !== 'sent');
  if (uploads.length === 0) return null;
  const left = uploads.filter((upload) => upload.state !== 'failed').length;
  return (
    <Panel title={left > 0 ? `Uploading ${left} ${left === 1 ? 'file' : 'files'}` : 'Not uploaded'}>
      <ul aria-label="Uploads" className="max-h-64 overflow-auto">
        {uploads.map((upload) => (
          <UploadItem key={upload.key} upload={upload} />
        ))}
      </ul>
    </Panel>
  );
}

function UploadItem({ upload }: { upload: Upload }) {
  const failed = upload.state === 'failed';
  return (
    <li className="flex min-h-9 items-center gap-3 border-b border-line/60 px-3 py-1 last:border-b-0">
      <Value text={upload.name} mono className="w-56 shrink-0" />
      <span className="w-32 shrink-0 truncate text-xs text-muted">to {upload.cluster}</span>
      {failed ? (
        <p className="min-w-0 flex-1 text-sm text-danger">{upload.message}</p>
      ) : (
        <>
          <ProgressBar
            label={`Upload of ${upload.name}`}
            share={upload.size === 0 ? 1 : upload.bytes / upload.size}
            className="min-w-24 flex-1"
          />
          <span className="w-72 shrink-0 text-right text-xs whitespace-nowrap text-muted">{describePace(upload)}</span>
        </>
      )}
      {failed ? (
        <IconButton label={`Try ${upload.name} again`} size="sm" onClick={() => retryUpload(upload.key)}>
          <RotateCw size={13} aria-hidden />
        </IconButton>
      ) : null}
      <IconButton
        label={failed ? `Dismiss ${upload.name}` : `Cancel the upload of ${upload.name}`}
        size="sm"
        onClick={() => removeUpload(upload.key)}
      >
        <X size={13} aria-hidden />
      </IconButton>
    </li>
  );
}

/** "12.0 MB of 96.4 MB · 31.2 MB/s · 3 s left" */
function describePace(upload: Upload): string {
  if (upload.state === 'waiting') return `${formatBytes(upload.size)} · waiting`;
  const parts = [`${formatBytes(upload.bytes)} of ${formatBytes(upload.size)}`];
  const pace = bytesPerSecond(upload.samples);
  if (upload.bytes >= upload.size) parts.push('being taken in');
  else if (pace !== null && pace > 0) {
    parts.push(`${formatBytes(pace)}/s`, `${formatDuration(Math.ceil((upload.size - upload.bytes) / pace))} left`);
  }
  return parts.join(' · ');
}
