import { GrantPanel } from '@/components/access/grant-panel';
import { SearchProblem } from '@/components/events/search-problem';
import { EmptyState } from '@/components/ui/empty-state';
import { type EventFilter, emptyFilter } from '@/lib/search/event-filter';
import { countBy } from '@/lib/search/term-counts';
import { attempt } from '../events/attempt';

/** Bindings belong to a cluster: the one that is chosen, or the only one there is. */
export async function GrantSection({ filter }: { filter: EventFilter }) {
  const { cluster } = filter.conditions;
  const clusters: EventFilter = { ...emptyFilter, conditions: cluster ? { cluster } : {} };
  const answer = await attempt(() => countBy({ filter: clusters, fields: ['cluster'], limit: 2 }));
  if (!answer.ok) return <SearchProblem what="The clusters" problem={answer.problem} className="m-4" />;
  const [first, second] = answer.value;
  const only = first?.values[0];
  if (second !== undefined || !only) {
    return (
      <EmptyState title={first === undefined ? 'Nothing is recorded yet' : 'Choose a cluster'}>
        {first === undefined
          ? 'Import a log first.'
          : 'Bindings belong to one cluster: choose it at the top of the page.'}
      </EmptyState>
    );
  }
  const query = new URLSearchParams({ cluster: only });
  if (filter.time.from !== null) query.set('from', filter.time.from);
  if (filter.time.to !== null) query.set('to', filter.time.to);
  return <GrantPanel query={query.toString()} />;
}
