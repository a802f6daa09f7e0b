import type { Metadata } from 'next';
import { FirstRun } from '@/components/overview/first-run';
import { OverviewProblem } from '@/components/overview/overview-problem';
import { OverviewScreen } from '@/components/overview/overview-screen';
import { readSearchParams, type SearchParams } from '@/components/shell/read-search-params';
import { findDeviations } from '@/lib/activity/find-deviations';
import { readChartGaps } from '@/lib/coverage/read-coverage';
import { listImports } from '@/lib/ingest/list-imports';
import { parseEventFilter } from '@/lib/search/event-filter';
import { getOverview } from '@/lib/search/overview';
import { SearchTimeoutError } from '@/lib/search/search-timeout';
import { literalOf } from '@/lib/search/value-pattern';
import { chartWindow } from '../chart-window';

export const metadata: Metadata = { title: 'Overview' };

const DEVIATIONS = 5;

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { filter } = parseEventFilter(readSearchParams(await searchParams));
  const [overview, imports] = await Promise.all([
    getOverview(filter, Date.now() * 1000).catch((error: unknown) => {
      if (error instanceof SearchTimeoutError) return error;
      throw error;
    }),
    listImports({ limit: 50, cursor: null }),
  ]);
  if (overview instanceof SearchTimeoutError) return <OverviewProblem message={overview.message} />;
  if (overview.stored === 0) return <FirstRun imports={imports} />;
  const pattern = filter.conditions.cluster?.include[0];
  const raised = { cluster: pattern == null ? null : literalOf(pattern), raised: true, time: filter.time };
  const [gaps, deviated] = await Promise.all([
    readChartGaps(chartWindow(filter, overview.activity)),
    findDeviations(raised, { limit: DEVIATIONS, cursor: null, now: Date.now() * 1000 }),
  ]);
  return <OverviewScreen overview={overview} imports={imports} gaps={gaps} deviated={deviated} />;
}
