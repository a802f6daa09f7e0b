import type { Metadata } from 'next';
import { Suspense } from 'react';
import { FacetSection } from '@/app/(dashboard)/events/facet-section';
import { HistogramSection } from '@/app/(dashboard)/events/histogram-section';
import { SpikeSection } from '@/app/(dashboard)/events/spike-section';
import { TableSection } from '@/app/(dashboard)/events/table-section';
import { EmptyEvents } from '@/components/events/empty-events';
import { EventsScreen } from '@/components/events/events-screen';
import { FacetRailSkeleton, HistogramSkeleton, TableSkeleton } from '@/components/events/events-skeletons';
import { readSearchParams, type SearchParams } from '@/components/shell/read-search-params';
import { SpikeSkeleton } from '@/components/spikes/spike-skeleton';
import { databaseIsEmpty } from '@/lib/search/database-is-empty';
import { parseEventFilter } from '@/lib/search/event-filter';
import { freezeTime } from '@/lib/search/freeze-time';
import { readSpikeParams } from '@/lib/spikes/spike-parameters';

export const metadata: Metadata = { title: 'Events' };

export default async function EventsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = readSearchParams(await searchParams);
  const { filter } = parseEventFilter(params);
  const view = params.get('view') === 'requests' ? 'requests' : 'events';
  const asked = readSpikeParams(params);
  const live = params.get('live') === '1';
  const frozen = freezeTime(filter, Date.now() * 1000);
  if (!live && (await databaseIsEmpty())) return <EmptyEvents />;
  return (
    <EventsScreen
      facets={
        <Suspense fallback={<FacetRailSkeleton />}>
          <FacetSection filter={frozen} />
        </Suspense>
      }
      histogram={
        <>
          <Suspense fallback={<HistogramSkeleton />}>
            <HistogramSection filter={frozen} />
          </Suspense>
          {asked ? (
            <Suspense fallback={<SpikeSkeleton />}>
              <SpikeSection filter={frozen} asked={asked} />
            </Suspense>
          ) : null}
        </>
      }
      table={
        <Suspense key={view} fallback={<TableSkeleton />}>
          <TableSection filter={frozen} view={view} live={live} />
        </Suspense>
      }
    />
  );
}
