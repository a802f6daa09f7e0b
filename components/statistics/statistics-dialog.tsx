'use client';

import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { StatisticsFigures } from '@/components/statistics/statistics-figures';
import { StatisticsTable } from '@/components/statistics/statistics-table';
import { useStatistics } from '@/components/statistics/use-statistics';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { serializeEventFilter } from '@/lib/search/filter-params';

type StatisticsDialogProps = { field: string; label: string; open: boolean; onClose: () => void };

/** How one field is distributed over the events of the page: what is there, how often, since when, and what is missing. */
export function StatisticsDialog({ field, label, open, onClose }: StatisticsDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Statistics of ${label}`}
      className="w-[860px]!"
    >
      <StatisticsBody field={field} />
    </Dialog>
  );
}

function StatisticsBody({ field }: { field: string }) {
  const { filter } = useFilterNavigation();
  const params = serializeEventFilter(filter);
  params.set('field', field);
  const { statistics, problem } = useStatistics(params.toString());
  if (problem !== null) return <Notice className="m-4">{problem}</Notice>;
  if (statistics === null) {
    return (
      <div role="status" aria-label="Reading the values" className="flex h-72 flex-col gap-3 p-4">
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-3/4" />
      </div>
    );
  }
  return (
    <>
      <StatisticsFigures statistics={statistics} />
      <StatisticsTable statistics={statistics} />
    </>
  );
}
