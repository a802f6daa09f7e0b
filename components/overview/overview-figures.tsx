'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { stateWords } from '@/components/imports/import-words';
import { failedHref, narrowedHref } from '@/components/overview/narrowed-href';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { describeTimeRange } from '@/components/shell/time-range-words';
import { formatCount, formatPlural, formatShare } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { Value } from '@/components/ui/value';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';
import type { Overview } from '@/lib/search/overview-answers';

type OverviewFiguresProps = { overview: Overview; lastImport: ImportFileAnswer | null };

/** Whether data is coming in and how much of it failed, in one line of figures. */
export function OverviewFigures({ overview, lastImport }: OverviewFiguresProps) {
  const { settledFilter } = useFilterNavigation();
  const [zone] = useShownZone();
  const { total, failed, stored, clusters, firstEventAt, lastEventAt } = overview;
  return (
    <Panel>
      <dl className="grid grid-cols-2 divide-line lg:grid-cols-[auto_auto_minmax(0,1fr)_auto] lg:divide-x xl:grid-cols-[1fr_1fr_minmax(0,1.4fr)_auto]">
        <Figure name="Events" href={narrowedHref(settledFilter, {})} figure={formatCount(total)}>
          {total === stored ? describeTimeRange(settledFilter.time, zone) : `of ${formatCount(stored)} stored`}
        </Figure>
        <Figure name="Failed" href={failed === 0 ? null : failedHref(settledFilter)} figure={formatCount(failed)}>
          {formatShare(failed, total)} of events
        </Figure>
        <Figure name="Clusters" href={null} figure={formatCount(clusters.length)}>
          <ClusterLinks clusters={clusters} />
        </Figure>
        <div className="min-w-0 px-4 py-2.5 lg:w-80">
          <dt className="text-xs text-muted">Stored events</dt>
          <dd className="flex flex-col text-xs leading-5 whitespace-nowrap">
            {lastEventAt === null || firstEventAt === null ? (
              'none'
            ) : (
              <>
                <span>
                  <span className="inline-block w-12 text-faint">newest</span> <Time at={lastEventAt} />
                </span>
                <span>
                  <span className="inline-block w-12 text-faint">oldest</span> <Time at={firstEventAt} />
                </span>
                {lastImport === null ? null : <LastImport file={lastImport} />}
              </>
            )}
          </dd>
        </div>
      </dl>
    </Panel>
  );
}

function LastImport({ file }: { file: ImportFileAnswer }) {
  return (
    <span className="flex min-w-0 gap-1">
      <span className="inline-block w-12 shrink-0 text-faint">import</span>
      <Link
        href={`/imports/${file.id}`}
        prefetch={false}
        className="flex min-w-0 rounded-sm text-accent hover:underline"
      >
        <Value text={file.file} mono />
      </Link>
      <span className="shrink-0 text-muted">{stateWords[file.state].toLowerCase()}</span>
    </span>
  );
}

type FigureProps = { name: string; figure: string; href: string | null; children: ReactNode };

function Figure({ name, figure, href, children }: FigureProps) {
  const look = 'rounded-sm text-xl font-semibold';
  return (
    <div className="min-w-0 px-4 py-2.5">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="flex min-w-0 items-baseline gap-2">
        {href === null ? (
          <span className={look}>{figure}</span>
        ) : (
          <Link href={href} prefetch={false} className={`${look} text-accent hover:underline`}>
            {figure}
          </Link>
        )}
        <span className="min-w-0 truncate text-xs text-muted">{children}</span>
      </dd>
    </div>
  );
}

const NAMED = 3;

function ClusterLinks({ clusters }: { clusters: Overview['clusters'] }) {
  const { settledFilter } = useFilterNavigation();
  const named = clusters.slice(0, NAMED);
  return (
    <span className="flex min-w-0 gap-2">
      {named.map(({ value, count }) => (
        <Link
          key={value}
          href={narrowedHref(settledFilter, { cluster: [value] })}
          prefetch={false}
          title={formatPlural(count, 'event')}
          className="flex min-w-0 rounded-sm text-accent hover:underline"
        >
          <Value text={value ?? ''} mono />
        </Link>
      ))}
      {clusters.length > NAMED ? <span>and {formatCount(clusters.length - NAMED)} more</span> : null}
    </span>
  );
}
