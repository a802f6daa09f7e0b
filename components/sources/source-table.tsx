'use client';

import Link from 'next/link';
import { SourceMark } from '@/components/sources/source-mark';
import { describeRate } from '@/components/sources/source-words';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { Source, SourceList } from '@/lib/ingest/receiver/source-answers';

type SourceTableProps = { list: SourceList; onTest: (source: Source) => void; onRevoke: (source: Source) => void };

/** The sources, two lines each: the numbers of 24 hours, and below what it is and what can be done. */
export function SourceTable({ list, onTest, onRevoke }: SourceTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label="Sources" tabIndex={0} className="overflow-x-auto">
      <Table className="min-w-[900px]">
        <thead>
          <tr>
            <Th className="w-full">Source</Th>
            <Th>State</Th>
            <Th align="right">Rate</Th>
            <Th align="right">Lag</Th>
            <Th align="right">Received, 24 h</Th>
            <Th align="right">Inserted</Th>
            <Th align="right">Duplicates</Th>
            <Th align="right">Quarantined</Th>
            <Th>Last event</Th>
          </tr>
        </thead>
        {list.sources.map((source) => (
          <SourceRows key={source.id} source={source} now={list.now} onTest={onTest} onRevoke={onRevoke} />
        ))}
      </Table>
    </section>
  );
}

type SourceRowsProps = Omit<SourceTableProps, 'list'> & { source: Source; now: string };

function SourceRows({ source, now, onTest, onRevoke }: SourceRowsProps) {
  const cell = 'border-b-0 pt-1.5';
  const { day } = source;
  return (
    <tbody className="hover:bg-hover" data-source={source.id}>
      <tr>
        <Td className={classNames(cell, 'max-w-0 min-w-40 font-medium')}>
          <Value text={source.label} />
        </Td>
        <Td className={cell}>
          <SourceMark source={source} now={now} />
        </Td>
        <Td align="right" className={classNames(cell, 'whitespace-nowrap', source.rate === 0 && 'text-faint')}>
          {describeRate(source.rate)}
        </Td>
        <Td align="right" className={classNames(cell, 'whitespace-nowrap')}>
          {source.lagSeconds === null ? '–' : formatDuration(source.lagSeconds)}
        </Td>
        <CountCell count={day.received} className={cell} />
        <CountCell count={day.inserted} className={cell} />
        <CountCell count={day.duplicates} className={cell} />
        <Td align="right" className={classNames(cell, day.quarantined === 0 && 'text-faint')}>
          {source.quarantineId === null ? (
            formatCount(day.quarantined)
          ) : (
            <Link
              href={`/imports/${source.quarantineId}`}
              prefetch={false}
              aria-label={`${formatCount(day.quarantined)} quarantined of ${source.label}: show them`}
              className="rounded-sm text-client-error-ink underline underline-offset-2"
            >
              {formatCount(day.quarantined)}
            </Link>
          )}
        </Td>
        <Td className={cell}>{source.lastEventAt === null ? '–' : <Time at={source.lastEventAt} short />}</Td>
      </tr>
      <tr>
        <Td colSpan={9} className="h-7 max-w-0 pb-1.5 text-xs">
          <span className="flex h-6 items-center gap-3">
            <span className="flex min-w-0 flex-1 items-center gap-1.5 text-muted">
              <span className="shrink-0">Cluster</span>
              <Value text={source.cluster} mono />
              <span className="shrink-0 font-mono text-faint">plumb_{source.prefix}_…</span>
              <ReusedAuditIDs count={day.reusedAuditIDs} />
            </span>
            {source.revokedAt === null ? (
              <>
                <Button size="sm" onClick={() => onTest(source)} aria-label={`Test ${source.label}`}>
                  Test
                </Button>
                <Button size="sm" onClick={() => onRevoke(source)} aria-label={`Revoke the token of ${source.label}`}>
                  Revoke
                </Button>
              </>
            ) : null}
          </span>
        </Td>
      </tr>
    </tbody>
  );
}

/** A finding: clients can choose auditIDs, and somebody used one again. */
function ReusedAuditIDs({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span
      className="shrink-0 text-client-error-ink"
      title="Events with the auditID and stage of another event, but other content. Clients can choose the auditID: all of them are kept, and each says so in its detail."
    >
      {formatPlural(count, 'reused auditID')}
    </span>
  );
}

function CountCell({ count, className }: { count: number; className: string }) {
  return (
    <Td align="right" className={classNames(className, count === 0 && 'text-faint')}>
      {formatCount(count)}
    </Td>
  );
}
