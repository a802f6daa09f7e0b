'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { numberDeviations } from '@/components/charts/band-words';
import { DeviationTable } from '@/components/deviations/deviation-table';
import { FailuresChart } from '@/components/overview/failures-chart';
import { narrowedHref } from '@/components/overview/narrowed-href';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { buttonClass } from '@/components/ui/button';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { Value, VisibleText } from '@/components/ui/value';
import { ActionMatrix } from '@/components/workloads/action-matrix';
import { FailureBands } from '@/components/workloads/failure-bands';
import { headerSentence } from '@/components/workloads/header-sentence';
import { LearningBadge } from '@/components/workloads/learning-badge';
import { MetricChart } from '@/components/workloads/metric-chart';
import { PeerPanel } from '@/components/workloads/peer-panel';
import { ValueList } from '@/components/workloads/value-list';
import { WeekHeatMap } from '@/components/workloads/week-heat-map';
import { requestsHref } from '@/components/workloads/workload-href';
import type { WorkloadPage } from '@/lib/activity/activity-answers';
import { type EventFilter, emptyFilter } from '@/lib/search/filter-state';
import { withValueState } from '@/lib/search/filter-values';
import { escapeValue } from '@/lib/search/value-pattern';

/** One workload: how it does beside its own habits, what it does, who is like it. */
export function WorkloadScreen({ page }: { page: WorkloadPage }) {
  const { settledFilter, pending } = useFilterNavigation();
  const { row, series, deviations } = page;
  const filter = useMemo(() => filterOf(row, settledFilter.time), [row, settledFilter.time]);
  const numbered = useMemo(() => numberDeviations(deviations), [deviations]);
  return (
    <div aria-busy={pending} className={pending ? 'opacity-60' : ''}>
      <header className="border-b border-line bg-surface px-4 py-3">
        <h1 className="flex min-w-0 items-center gap-2 text-lg font-semibold">
          <Value text={row.workload} />
          <LearningBadge hoursLeft={row.learningHoursLeft} />
        </h1>
        <p className="mt-1 text-base wrap-anywhere" data-testid="workload-sentence">
          <VisibleText text={headerSentence({ workload: row.workload, firstAt: page.firstAt, to: page.to, series })} />
        </p>
        <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
          <Link href={requestsHref(filter, {})} prefetch={false} className="rounded-sm text-accent hover:underline">
            {formatPlural(row.requests, 'request')}
          </Link>
          <span>{formatPlural(row.writes, 'write')}</span>
          <span>{formatCount(row.failed)} failed</span>
          <span>{formatCount(row.denied)} denied</span>
          <span>
            {formatCount(row.raised)} raised, {formatCount(row.deviations - row.raised)} below the budget
          </span>
          <Link href={narrowedHref(filter, {})} prefetch={false} className={buttonClass('secondary', 'sm')}>
            Its events
          </Link>
        </p>
      </header>
      <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-3">
        {series.length === 0 ? (
          <Panel title="Activity">
            <p className="px-3 py-3 text-sm text-muted">
              The baselines have not come to this workload yet: there are no expected bands to draw. They follow some
              minutes behind the newest events.
            </p>
          </Panel>
        ) : (
          <MetricChart series={series} stepSeconds={page.stepSeconds} deviations={numbered} filter={filter} />
        )}
        <section id="deviations" aria-label="Deviations of this workload" className="scroll-mt-3">
          <Panel title={deviations.length === 0 ? 'Deviations' : `Deviations (${formatCount(deviations.length)})`}>
            {deviations.length === 0 ? (
              <p className="px-3 py-3 text-sm text-muted">Nothing deviated in this time range.</p>
            ) : (
              <DeviationTable
                deviations={deviations}
                numbers={new Map(numbered.map((n) => [n.deviation.id, n.number]))}
              />
            )}
          </Panel>
        </section>
        <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <ActionMatrix actions={page.actions} filter={filter} newIsKnown={page.newIsKnown} />
          <WeekHeatMap week={page.week} />
        </div>
        <FailureBands series={series} stepSeconds={page.stepSeconds} deviations={numbered} filter={filter} />
        {row.failed > 0 ? <FailuresChart failures={page.failures} /> : null}
        <div className="grid items-start gap-3 lg:grid-cols-2">
          <ValueList
            title="Identities it used"
            heading="User"
            values={page.identities}
            missing="nobody"
            hrefOf={(user) => (user?.includes(' as ') ? null : requestsHref(filter, { user: [user] }))}
          />
          <ValueList
            title="Clients"
            heading="User agent"
            values={page.clients}
            missing="the client sent none"
            hrefOf={(userAgent) => requestsHref(filter, { userAgent: [userAgent] })}
          />
          <ValueList
            title="Source IPs"
            heading="Source IP"
            values={page.sources}
            missing="no source IP"
            hrefOf={(sourceIP) => requestsHref(filter, { sourceIP: [sourceIP] })}
          />
          <PeerPanel page={page} />
        </div>
      </div>
    </div>
  );
}

function filterOf({ cluster, workload }: WorkloadPage['row'], time: EventFilter['time']): EventFilter {
  const ofCluster = withValueState(emptyFilter, 'cluster', escapeValue(cluster), 'include');
  return { ...withValueState(ofCluster, 'workload', escapeValue(workload), 'include'), time };
}
