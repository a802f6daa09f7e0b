import { EventTable } from '@/components/events/event-table';
import { SearchProblem } from '@/components/events/search-problem';
import { type EventFilter, serializeEventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { attempt } from './attempt';
import { NoMatchSection } from './no-match-section';

const PAGE_ROWS = 100;

export async function TableSection({ filter }: { filter: EventFilter }) {
  const answer = await attempt(() => searchEvents({ filter, limit: PAGE_ROWS, cursor: null }));
  if (!answer.ok) return <SearchProblem what="The events" problem={answer.problem} className="m-3" />;
  if (answer.value.total === 0) return <NoMatchSection filter={filter} />;
  return <EventTable firstPage={answer.value} query={serializeEventFilter(filter).toString()} />;
}
