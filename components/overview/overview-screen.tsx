'use client';

import { useRouter } from 'next/navigation';
import { useImports } from '@/components/imports/use-imports';
import { ActivityChart } from '@/components/overview/activity-chart';
import { DeviatedPanel } from '@/components/overview/deviated-panel';
import { FailureReasons } from '@/components/overview/failure-reasons';
import { FailuresChart } from '@/components/overview/failures-chart';
import { LastImports } from '@/components/overview/last-imports';
import { NewValuesPanel } from '@/components/overview/new-values';
import { OverviewFigures } from '@/components/overview/overview-figures';
import { WorkloadTable } from '@/components/overview/workload-table';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { formatPlural } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import type { DeviationList } from '@/lib/activity/activity-answers';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import type { ImportList } from '@/lib/ingest/import-list-answers';
import type { Overview } from '@/lib/search/overview-answers';

type OverviewScreenProps = {
  overview: Overview;
  imports: ImportList;
  gaps: readonly CoverageGap[];
  deviated: DeviationList;
};

/** The first screen: is data coming in, what failed, who is most active, what is new. */
export function OverviewScreen({ overview, imports, gaps, deviated }: OverviewScreenProps) {
  const { pending, problems } = useFilterNavigation();
  const router = useRouter();
  const { list } = useImports(imports, null);
  const addedSince = insertedBy(list) - insertedBy(imports);
  const onlyCluster = overview.clusters.length === 1 ? (overview.clusters[0]?.value ?? null) : null;
  return (
    <div
      aria-busy={pending}
      className={classNames(
        'mx-auto flex max-w-[1360px] flex-col gap-3 p-4 transition-opacity',
        pending && 'opacity-60',
      )}
    >
      <div className="flex min-h-7 items-center gap-3">
        <h1 className="flex-1 text-lg font-semibold">Overview</h1>
        {addedSince > 0 ? (
          <Button onClick={() => router.refresh()}>{formatPlural(addedSince, 'new event')}: count them in</Button>
        ) : null}
      </div>
      {problems.map(({ parameter, message }) => (
        <Notice key={parameter}>
          {parameter}: {message}. It is left out.
        </Notice>
      ))}
      <OverviewFigures overview={overview} lastImport={list.imports[0] ?? null} />
      <ActivityChart activity={overview.activity} gaps={gaps} />
      <DeviatedPanel deviated={deviated} />
      {overview.failed === 0 ? (
        <Panel title="Failed API calls">
          <p className="px-3 py-3 text-muted">No call failed among these {formatPlural(overview.total, 'event')}.</p>
        </Panel>
      ) : (
        <div className="grid grid-cols-1 gap-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <FailuresChart failures={overview.failuresOverTime} />
          <FailureReasons reasons={overview.failureReasons} failed={overview.failed} />
        </div>
      )}
      <div className="grid gap-3 lg:grid-cols-2">
        <WorkloadTable
          title="Most active workloads"
          workloads={overview.mostActive}
          by="count"
          cluster={onlyCluster}
          empty="No events here."
        />
        <WorkloadTable
          title="Most failing workloads"
          workloads={overview.mostFailing}
          by="failed"
          cluster={onlyCluster}
          empty="No call failed."
        />
      </div>
      <div className="grid gap-3 lg:grid-cols-2">
        <NewValuesPanel news={overview.newSinceLastImport} />
        <LastImports imports={list.imports} />
      </div>
    </div>
  );
}

function insertedBy(list: ImportList): number {
  return list.imports.reduce((sum, file) => sum + file.inserted, 0);
}
