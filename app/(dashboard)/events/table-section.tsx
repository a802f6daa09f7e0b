import { EventTable } from '@/components/events/event-table';
import { SearchProblem } from '@/components/events/search-problem';
import type { EventView } from '@/components/events/view-toggle';
import { RequestTable } from '@/components/requests/request-table';
import { DEFAULT_REQUEST_EVENTS, listRequests } from '@/lib/requests/list-requests';
import { type EventFilter, serializeEventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { attempt } from './attempt';
import { NoMatchSection } from './no-match-section';

const PAGE_ROWS = 100;

type SectionProps = { filter: EventFilter; view: EventView };

export async function TableSection({ filter, view }: SectionProps) {
  if (view === 'requests') return <RequestSection filter={filter} />;
  const answer = await attempt(() => searchEvents({ filter, limit: PAGE_ROWS, cursor: null }));
  if (!answer.ok) return <SearchProblem what="The events" problem={answer.problem} className="m-3" />;
  if (answer.value.total === 0) return <NoMatchSection filter={filter} />;
  return <EventTable firstPage={answer.value} query={serializeEventFilter(filter).toString()} />;
}

async function RequestSection({ filter }: { filter: EventFilter }) {
  const answer = await attempt(() => listRequests({ filter, limit: DEFAULT_REQUEST_EVENTS, cursor: null }));
  if (!answer.ok) return <SearchProblem what="The requests" problem={answer.problem} className="m-3" />;
  if (answer.value.events === 0) return <NoMatchSection filter={filter} />;
  return <RequestTable firstPage={answer.value} query={serializeEventFilter(filter).toString()} />;
}
