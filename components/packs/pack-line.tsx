'use client';

import { Download } from 'lucide-react';
import { ProgressBar } from '@/components/imports/progress-bar';
import { Button, buttonClass } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { formatBytes, formatCount, formatPlural } from '@/components/ui/format-number';
import { Value } from '@/components/ui/value';
import { isPacking, type Pack } from '@/lib/packs/pack-answers';

/** How far a pack is; when it is done, what it is and the way to it. */
export function PackLine({ pack, onCancel }: { pack: Pack; onCancel: () => void }) {
  const { eventsTotal, eventsWritten, bytes, sha256, state, error } = pack;
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="mr-auto min-w-0">
          {packWords(pack)}
        </p>
        {isPacking(pack) ? (
          <Button size="sm" onClick={onCancel}>
            Cancel
          </Button>
        ) : null}
        {state === 'done' ? (
          <a href={`/api/v1/packs/${pack.id}/file`} download className={buttonClass('secondary', 'sm')}>
            <Download size={12} aria-hidden />
            {formatBytes(bytes ?? 0)}
          </a>
        ) : null}
      </div>
      {state === 'running' ? (
        <ProgressBar label="Progress of the pack" share={eventsTotal === 0 ? null : eventsWritten / eventsTotal} />
      ) : null}
      {error === null ? null : <p className="text-xs break-words text-danger">{error}</p>}
      {sha256 === null ? null : (
        <p className="flex min-w-0 items-center gap-1 text-xs text-muted">
          <span className="shrink-0">SHA-256</span> <Value text={sha256} mono />
          <CopyButton text={sha256} label="Copy the SHA-256 of the pack" />
        </p>
      )}
    </div>
  );
}

function packWords({ state, eventsTotal, eventsWritten }: Pack): string {
  switch (state) {
    case 'queued':
      return 'Waits for the worker.';
    case 'running':
      return eventsTotal === 0
        ? 'Looks for the events.'
        : `${formatCount(eventsWritten)} of ${formatPlural(eventsTotal, 'event')} packed`;
    case 'done':
      return `${formatPlural(eventsTotal, 'event')} packed`;
    case 'cancelled':
      return 'Was cancelled.';
    case 'expired':
      return `${formatPlural(eventsTotal, 'event')} packed; the file was removed after 7 days`;
    case 'failed':
      return 'Could not be made.';
  }
}
