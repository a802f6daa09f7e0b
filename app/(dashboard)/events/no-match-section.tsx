import { EmptyEvents } from '@/components/events/empty-events';
import { lastWindow } from '@/components/events/last-window';
import { looserFilters } from '@/components/events/looser-filters';
import { NoMatch } from '@/components/events/no-match';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { type EventFilter, emptyFilter } from '@/lib/search/event-filter';
import { searchHistogram } from '@/lib/search/histogram';
import { attempt } from './attempt';

/** Nothing matches: asks what would match with one condition less, and where in time the rest is. */
export async function NoMatchSection({ filter }: { filter: EventFilter }) {
  const everything = await attempt(() => searchHistogram({ filter: emptyFilter, maxBuckets: 1 }));
  if (everything.ok && everything.value.total === 0) return <EmptyEvents />;
  const suggestions = await Promise.all(
    looserFilters(filter).map(async ({ words, filter: looser }) => {
      const answer = await attempt(() => searchHistogram({ filter: looser, maxBuckets: 1 }));
      return { words, filter: looser, histogram: answer.ok ? answer.value : null };
    }),
  );
  const inWindow = await attempt(() =>
    searchHistogram({ filter: { ...emptyFilter, time: filter.time }, maxBuckets: 1 }),
  );
  const empty = everything.ok && inWindow.ok && inWindow.value.total === 0;
  return (
    <NoMatch
      elsewhere={empty && everything.value.from && everything.value.to ? everything.value : null}
      nearest={
        empty && everything.value.to
          ? lastWindow(filter.time, everything.value.to, formatRfc3339(Date.now() * 1000))
          : null
      }
      suggestions={suggestions.flatMap(({ words, filter: looser, histogram }) =>
        histogram && histogram.total > 0
          ? [{ words, filter: looser, total: histogram.total, from: histogram.from, to: histogram.to }]
          : [],
      )}
    />
  );
}
