import type { Metadata } from 'next';
import { SearchProblem } from '@/components/events/search-problem';
import { readSearchParams, type SearchParams } from '@/components/shell/read-search-params';
import { NoWorkload } from '@/components/workloads/no-workload';
import { WorkloadScreen } from '@/components/workloads/workload-screen';
import { getWorkloadPage } from '@/lib/activity/workload-page';
import { parseEventFilter } from '@/lib/search/event-filter';
import { literalOf } from '@/lib/search/value-pattern';
import { attempt } from '../../events/attempt';

export const metadata: Metadata = { title: 'Workload' };

export default async function WorkloadPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = readSearchParams(await searchParams);
  const { filter } = parseEventFilter(params);
  const pattern = filter.conditions.cluster?.include[0];
  const cluster = pattern == null ? null : literalOf(pattern);
  const workload = params.get('of');
  if (cluster === null || workload === null) return <NoWorkload name={workload} />;
  const page = await attempt(() => getWorkloadPage({ cluster, workload, time: filter.time }));
  if (!page.ok) return <SearchProblem what="The page of this workload" problem={page.problem} className="m-3" />;
  return page.value === null ? <NoWorkload name={workload} /> : <WorkloadScreen page={page.value} />;
}
