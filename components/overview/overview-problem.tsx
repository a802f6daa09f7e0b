'use client';

import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { withTime } from '@/lib/search/filter-values';

/** The overview could not be counted in time: why, and a way that is quicker. */
export function OverviewProblem({ message }: { message: string }) {
  const { filter, setFilter } = useFilterNavigation();
  const action = <Button onClick={() => setFilter(withTime(filter, 'now-24h', null))}>Last 24 hours</Button>;
  return (
    <EmptyState title="This overview took too long" action={action}>
      <p>{message}</p>
    </EmptyState>
  );
}
