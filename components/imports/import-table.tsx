'use client';

import Link from 'next/link';
import { CancelButton } from '@/components/imports/cancel-button';
import { ImportProgress } from '@/components/imports/import-progress';
import { describeImport, eventsPerSecond } from '@/components/imports/import-words';
import { StateMark } from '@/components/imports/state-mark';
import { classNames } from '@/components/ui/class-names';
import { formatBytes, formatCount } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';
import { isUnfinished } from '@/lib/ingest/import-list-answers';

/** Imports, two lines each: the numbers, and what they mean in words (or how far it is). */
export function ImportTable({ imports, label }: { imports: readonly ImportFileAnswer[]; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="@container overflow-x-auto xl:overflow-x-visible">
      <Table className="min-w-[760px]">
        <thead>
          <tr>
            <Th className="w-full">File</Th>
            <Th className="@min-[1080px]:min-w-28">State</Th>
            <Th className="@min-[1080px]:min-w-28">Cluster</Th>
            <Th align="right" className="@min-[1080px]:min-w-21">
              Size
            </Th>
            <Th align="right" className="@min-[1080px]:min-w-21">
              Events
            </Th>
            <Th align="right" className="@min-[1080px]:min-w-21">
              Inserted
            </Th>
            <Th align="right" className="@min-[1080px]:min-w-21">
              Duplicates
            </Th>
            <Th align="right" className="@min-[1080px]:min-w-21">
              Quarantined
            </Th>
            <Th align="right" className="min-w-18 @max-[1080px]:hidden">
              Skipped
            </Th>
            <Th align="right" className="min-w-18 @max-[1080px]:hidden">
              Time
            </Th>
            <Th align="right" className="min-w-18 @max-[1080px]:hidden">
              Events/s
            </Th>
            <Th align="right">When</Th>
          </tr>
        </thead>
        {imports.map((file) => (
          <ImportRows key={file.id} file={file} />
        ))}
      </Table>
    </section>
  );
}

function ImportRows({ file }: { file: ImportFileAnswer }) {
  const rate = eventsPerSecond(file);
  const cell = 'border-b-0 pt-1.5';
  return (
    <tbody className="hover:bg-hover">
      <tr>
        <Td className={classNames(cell, 'max-w-0 min-w-36')}>
          <Link
            href={`/imports/${file.id}`}
            prefetch={false}
            className="flex min-w-0 rounded-sm font-medium text-accent hover:underline"
          >
            <Value text={file.file} mono />
          </Link>
        </Td>
        <Td className={cell}>
          <StateMark state={file.state} />
        </Td>
        <Td className={classNames(cell, 'max-w-36')}>
          <Value text={file.cluster} mono />
        </Td>
        <Td align="right" className={classNames(cell, 'whitespace-nowrap')}>
          {formatBytes(file.bytesTotal ?? file.bytes)}
        </Td>
        <CountCell count={file.events} className={cell} />
        <CountCell count={file.inserted} className={cell} />
        <CountCell count={file.duplicates} className={cell} />
        <CountCell
          count={file.quarantined}
          className={classNames(cell, file.quarantined > 0 && 'text-client-error-ink')}
        />
        <CountCell count={file.skipped} className={classNames(cell, '@max-[1080px]:hidden')} />
        <Td align="right" className={classNames(cell, 'whitespace-nowrap @max-[1080px]:hidden')}>
          {file.seconds === null ? '–' : formatDuration(file.seconds)}
        </Td>
        <Td align="right" className={classNames(cell, '@max-[1080px]:hidden')}>
          {rate === null ? '–' : formatCount(rate)}
        </Td>
        <Td align="right" className={cell}>
          <Time at={file.createdAt} short />
        </Td>
      </tr>
      <tr>
        <Td colSpan={12} className="h-7 max-w-0 pb-1.5 text-xs">
          <span className="flex h-6 items-center justify-between gap-3">
            {isUnfinished(file.state) ? (
              <>
                <ImportProgress file={file} />
                <CancelButton file={file} />
              </>
            ) : (
              <span
                data-import-words
                className={classNames('truncate', file.state === 'failed' ? 'text-server-error-ink' : 'text-muted')}
              >
                {describeImport(file)}
              </span>
            )}
          </span>
        </Td>
      </tr>
    </tbody>
  );
}

function CountCell({ count, className }: { count: number; className: string }) {
  return (
    <Td align="right" className={classNames(className, count === 0 && 'text-faint')}>
      {formatCount(count)}
    </Td>
  );
}
