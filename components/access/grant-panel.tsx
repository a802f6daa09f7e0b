'use client';

import { GrantTable } from '@/components/access/grant-table';
import { UnusedTable } from '@/components/access/unused-table';
import { useGrants } from '@/components/access/use-grants';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';

/** Which bindings did something, and which did not: read from the events while one waits. */
export function GrantPanel({ query }: { query: string }) {
  const { grants, problem } = useGrants(query);
  if (problem !== null) return <Notice className="m-4">{problem}</Notice>;
  if (grants === null) {
    return (
      <div role="status" className="flex flex-col gap-3 p-4">
        <p className="text-sm text-muted">Reading the authoriser’s reasons from the events, the newest first …</p>
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-8 w-3/4" />
      </div>
    );
  }
  const { used, unused, read, total, readFrom, withoutReason } = grants;
  if (total === 0) {
    return (
      <EmptyState title="Nothing was allowed here">
        No event of this time range says that it was allowed. Choose a longer range.
      </EmptyState>
    );
  }
  return (
    <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
      <p className="text-sm text-muted" role="status" data-testid="grants-read">
        {formatPlural(read, 'allowed event')} read, {formatCount(withoutReason)} of them without a reason (node
        authoriser, system:masters, or not recorded).
      </p>
      {read < total ? (
        <Notice>
          These are {formatCount(read)} of {formatPlural(total, 'allowed event')}:{' '}
          {readFrom === null ? (
            'reading took too long'
          ) : (
            <>
              those since <Time at={readFrom} short />
            </>
          )}
          . What was used before that only is not listed as used. Choose a shorter time range to have all.
        </Notice>
      ) : null}
      <Panel
        title="Bindings without use"
        aside={<span className="text-xs text-muted">of those written in the record</span>}
      >
        <UnusedTable unused={unused} cluster={grants.cluster} />
      </Panel>
      <Panel title="Bindings in use" aside={<span className="text-xs text-muted">as the authoriser names them</span>}>
        <GrantTable used={used} />
      </Panel>
    </div>
  );
}
