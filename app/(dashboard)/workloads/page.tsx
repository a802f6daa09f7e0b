import type { Metadata } from 'next';
import { EmptyDatabase } from '@/components/events/empty-database';
import { SearchProblem } from '@/components/events/search-problem';
import { readSearchParams, type SearchParams } from '@/components/shell/read-search-params';
import { WorkloadsScreen } from '@/components/workloads/workloads-screen';
import { workloadSorts } from '@/lib/activity/activity-answers';
import { listWorkloads } from '@/lib/activity/list-workloads';
import { parseEventFilter } from '@/lib/search/event-filter';
import { attempt } from '../events/attempt';

export const metadata: Metadata = { title: 'Workloads' };

const LIMIT = 500;
const MAX_SEARCH = 200;

export default async function WorkloadsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = readSearchParams(await searchParams);
  const { filter } = parseEventFilter(params);
  const sort = workloadSorts.find((name) => name === params.get('sort')) ?? 'requests';
  const search = (params.get('find') ?? '').slice(0, MAX_SEARCH);
  const list = await attempt(() => listWorkloads({ filter, search, sort, limit: LIMIT }));
  if (!list.ok) return <SearchProblem what="The list of workloads" problem={list.problem} className="m-3" />;
  if (list.value.from === null) {
    return (
      <EmptyDatabase screen="Workloads">
        What each controller, operator and person does, how much of it is usual, and what it never did before.
      </EmptyDatabase>
    );
  }
  return <WorkloadsScreen list={list.value} limit={LIMIT} />;
}
