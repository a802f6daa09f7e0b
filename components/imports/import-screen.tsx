'use client';

import Link from 'next/link';
import { CancelButton } from '@/components/imports/cancel-button';
import { eventWindow } from '@/components/imports/event-window';
import { ImportCounts } from '@/components/imports/import-counts';
import { ImportFacts } from '@/components/imports/import-facts';
import { ImportProgress } from '@/components/imports/import-progress';
import { describeImport } from '@/components/imports/import-words';
import { QuarantineTable } from '@/components/imports/quarantine-table';
import { SkippedTable } from '@/components/imports/skipped-table';
import { StateMark } from '@/components/imports/state-mark';
import { useImport } from '@/components/imports/use-import';
import { eventsHref } from '@/components/shell/page-url';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Value } from '@/components/ui/value';
import type { ImportDetail } from '@/lib/ingest/import-answers';
import { isUnfinished } from '@/lib/ingest/import-list-answers';

/** The result of one import: a sentence first, then the counts, the file, and everything that was not taken. */
export function ImportScreen({ detail, firstPage }: { detail: ImportDetail; firstPage: boolean }) {
  const file = useImport(detail.import);
  const window = eventWindow(file);
  return (
    <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
      <nav aria-label="Path" className="text-sm">
        <Link
          href={file.source === 'webhook' ? '/sources' : '/imports'}
          className="rounded-sm text-accent hover:underline"
        >
          {file.source === 'webhook' ? 'Sources' : 'Imports'}
        </Link>
      </nav>
      <header className="flex min-h-12 flex-col gap-1">
        <div className="flex min-w-0 items-center gap-3">
          <h1 className="flex min-w-0 text-lg font-semibold">
            <Value text={file.file} />
          </h1>
          <StateMark state={file.state} />
          <span className="flex-1" />
          {window === null ? null : (
            <Link href={eventsHref({ cluster: [file.cluster] }, window)} prefetch={false} className={buttonClass()}>
              Show the events of this time
            </Link>
          )}
        </div>
        <div className="flex min-h-6 items-center gap-3">
          {isUnfinished(file.state) ? (
            <>
              <ImportProgress file={file} />
              <CancelButton file={file} />
            </>
          ) : (
            <p className={classNames('min-w-0 break-words', file.state === 'failed' && 'text-server-error-ink')}>
              {describeImport(file, { named: true })}
            </p>
          )}
        </div>
      </header>
      <ImportCounts file={file} />
      <ImportFacts file={file} />
      <SkippedTable reasons={detail.skippedReasons} />
      <QuarantineTable detail={detail} firstPage={firstPage} />
    </div>
  );
}
