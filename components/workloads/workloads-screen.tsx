'use client';

import { Search } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useState, useTransition } from 'react';
import { ConditionBar } from '@/components/events/condition-bar';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { WorkloadTable } from '@/components/workloads/workload-list';
import { type WorkloadList, workloadSorts } from '@/lib/activity/activity-answers';

const TYPING_MILLISECONDS = 200;

/** All workloads of the window: find one, or see who did, failed and deviated most. */
export function WorkloadsScreen({ list, limit }: { list: WorkloadList; limit: number }) {
  const { pending, settledFilter } = useFilterNavigation();
  const [loading, startTransition] = useTransition();
  const [{ find, sort }, setState] = useQueryStates(
    {
      find: parseAsString.withDefault(''),
      sort: parseAsStringLiteral(workloadSorts).withDefault('requests'),
    },
    { shallow: false, startTransition },
  );
  const [typed, setTyped] = useState(find);
  useEffect(() => {
    if (typed === find) return;
    const timer = setTimeout(() => void setState({ find: typed === '' ? null : typed }), TYPING_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [typed, find, setState]);

  const busy = pending || loading;
  const clusters = settledFilter.conditions.cluster;
  return (
    <div aria-busy={busy} className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-3 border-b border-line bg-surface px-4 py-3">
        <h1 className="text-lg font-semibold">Workloads</h1>
        <p className="flex-1 text-sm text-muted" role="status" data-testid="workload-total">
          {formatPlural(list.total, 'workload')} acted
          {list.total > limit ? `; the first ${formatCount(limit)} are listed` : ''}
        </p>
        <label className="flex h-7 w-72 items-center gap-2 rounded-md border border-line-strong bg-surface px-2">
          <Search size={14} aria-hidden className="text-faint" />
          <span className="sr-only">Find a workload</span>
          <input
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            placeholder="Find a workload"
            spellCheck={false}
            autoComplete="off"
            className="min-w-0 flex-1 bg-transparent font-mono text-xs outline-none placeholder:font-sans placeholder:text-faint"
          />
        </label>
        <ConditionBar />
      </header>
      <div className={classNames('min-h-0 flex-1 overflow-auto bg-surface transition-opacity', busy && 'opacity-60')}>
        {list.workloads.length === 0 ? (
          <EmptyState title={find === '' ? 'No workload acted in this time range' : `No workload is called “${find}”`}>
            {find === '' ? 'Choose a longer time range, or another cluster.' : 'A part of the name is enough.'}
          </EmptyState>
        ) : (
          <WorkloadTable
            list={list}
            sort={sort}
            onSort={(next) => void setState({ sort: next })}
            withCluster={clusters === undefined || clusters.include.length !== 1}
          />
        )}
      </div>
    </div>
  );
}
