import { PLOT_HEIGHT } from '@/components/charts/plot-height';
import { Skeleton } from '@/components/ui/skeleton';

const rows = Array.from({ length: 24 }, (_, index) => index);

/** Placeholders of the final size: nothing jumps when the answer is there. */
export function FacetRailSkeleton() {
  return (
    <div role="status" aria-label="Loading the facets" className="flex flex-col gap-3 p-3">
      {rows.slice(0, 18).map((row) => (
        <Skeleton key={row} className={row % 6 === 0 ? 'mt-2 h-4 w-20' : 'h-4 w-full'} />
      ))}
    </div>
  );
}

export function HistogramSkeleton() {
  return (
    <div role="status" aria-label="Loading the chart">
      <div className="flex h-7 items-center gap-3 px-3">
        <Skeleton className="h-3 w-64" />
      </div>
      <div className="mt-1 pr-2 pb-5 pl-11" style={{ height: PLOT_HEIGHT }}>
        <Skeleton className="h-full w-full" />
      </div>
    </div>
  );
}

export function TableSkeleton() {
  return (
    <div role="status" aria-label="Loading the events" className="min-h-0 flex-1 overflow-hidden">
      <div className="flex h-10 items-center border-b border-line px-3">
        <Skeleton className="h-4 w-32" />
      </div>
      {rows.map((row) => (
        <div key={row} className="flex h-7 items-center gap-4 px-3">
          <Skeleton className="h-3 w-48" />
          <Skeleton className="h-3 w-40" />
          <Skeleton className="h-3 flex-1" />
        </div>
      ))}
    </div>
  );
}
