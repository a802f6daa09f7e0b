import type { Metadata } from 'next';
import { DeviationsScreen } from '@/components/deviations/deviations-screen';
import { shownChoices } from '@/components/deviations/shown-choices';
import { EmptyDatabase } from '@/components/events/empty-database';
import { pageHref } from '@/components/shell/page-url';
import { readSearchParams, type SearchParams } from '@/components/shell/read-search-params';
import { deviationTimeline } from '@/lib/activity/count-deviations';
import { findDeviations } from '@/lib/activity/find-deviations';
import { parseEventFilter } from '@/lib/search/event-filter';
import { literalOf } from '@/lib/search/value-pattern';
import { attempt } from '../events/attempt';

export const metadata: Metadata = { title: 'Deviations' };

const LIMIT = 100;

export default async function DeviationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = readSearchParams(await searchParams);
  const { filter } = parseEventFilter(params);
  const pattern = filter.conditions.cluster?.include[0];
  const cluster = pattern == null ? null : literalOf(pattern);
  const show = shownChoices.find((choice) => choice === params.get('show')) ?? 'raised';
  const question = { cluster, raised: show === 'all' ? null : show === 'raised', time: filter.time };
  const [list, timeline] = await Promise.all([
    findDeviations(question, { limit: LIMIT, cursor: params.get('cursor'), now: Date.now() * 1000 }),
    attempt(() => deviationTimeline(filter, cluster)),
  ]);
  if (list.deviations.length === 0 && timeline.ok && timeline.value.buckets.length === 0) {
    return (
      <EmptyDatabase screen="Deviations">
        What departs from the habits of a workload: few, each with its reason, the query that recounts it, and a verdict
        of yours.
      </EmptyDatabase>
    );
  }
  const next = new URLSearchParams(params);
  if (list.nextCursor !== null) next.set('cursor', list.nextCursor);
  const nextHref = list.nextCursor === null ? null : pageHref('/deviations', next);
  return <DeviationsScreen list={list} timeline={timeline.ok ? timeline.value : null} nextHref={nextHref} />;
}
