'use client';

import type { ReactNode } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { formatBytes, formatCount } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';

/** What is known about the file of an import, besides its counts. */
export function ImportFacts({ file }: { file: ImportFileAnswer }) {
  return (
    <Panel title="File">
      <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-2 gap-y-1 px-3 py-2 lg:grid-cols-[96px_minmax(0,1fr)_96px_minmax(0,1fr)]">
        <Fact name="Cluster">
          <Value text={file.cluster} mono />
        </Fact>
        <Fact name="Events from">{file.firstEventAt === null ? '–' : <Time at={file.firstEventAt} />}</Fact>
        <Fact name="Format">{file.format ?? '–'}</Fact>
        <Fact name="Events to">{file.lastEventAt === null ? '–' : <Time at={file.lastEventAt} />}</Fact>
        <Fact name="Size">
          {formatBytes(file.bytesTotal ?? file.bytes)}{' '}
          <span className="pl-1.5 text-faint">({formatCount(file.bytesTotal ?? file.bytes)} bytes)</span>
        </Fact>
        <Fact name="Came by">{cameBy[file.source]}</Fact>
        <Fact name="Lines">{formatCount(file.lines)}</Fact>
        <Fact name="Added">
          <Time at={file.createdAt} short />
        </Fact>
        <Fact name="SHA-256">
          {file.sha256 === null ? (
            '–'
          ) : (
            <span className="flex min-w-0 items-center gap-1">
              <Value text={file.sha256} mono />
              <CopyButton text={file.sha256} label="Copy the SHA-256" />
            </span>
          )}
        </Fact>
        <Fact name="Took">{file.seconds === null ? '–' : formatDuration(file.seconds)}</Fact>
      </dl>
    </Panel>
  );
}

const cameBy: Record<ImportFileAnswer['source'], string> = {
  upload: 'upload',
  cli: 'npm run import',
  demo: 'the demo',
  webhook: 'the receiver',
};

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center">{children}</dd>
    </>
  );
}
