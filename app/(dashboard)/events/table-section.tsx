import { EventTable } from '@/components/events/event-table';
import { SearchProblem } from '@/components/events/search-problem';
import type { EventView } from '@/components/events/view-toggle';
import { RequestTable } from '@/components/requests/request-table';
import { DEFAULT_REQUEST_EVENTS, listRequests } from '@/lib/requests/list-requests';
import { type EventFilter, serializeEventFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { startTail } from '@/lib/tail/read-tail';
import { attempt } from './attempt';
import { NoMatchSection } from './no-match-section';

const PAGE_ROWS = 100;

type SectionProps = { filter: EventFilter; view: EventView; live: boolean };

export async function TableSection({ filter, view, live }: SectionProps) {
  if (view === 'requests') return <RequestSection filter={filter} />;
  // The place comes first: what is committed while the page is read is then told by the tail.
  const place = live ? await attempt(startTail) : null;
  const answer = await attempt(() => searchEvents({ filter, limit: PAGE_ROWS, cursor: null }));
  if (!answer.ok) return <SearchProblem what="The events" problem={answer.problem} className="m-3" />;
  if (answer.value.total === 0 && !live) return <NoMatchSection filter={filter} />;
  const tailFrom = place?.ok ? place.value : null;
  return <EventTable firstPage={answer.value} query={serializeEventFilter(filter).toString()} tailFrom={tailFrom} />;
}

async function RequestSection({ filter }: { filter: EventFilter }) {
  const answer = await attempt(() => listRequests({ filter, limit: DEFAULT_REQUEST_EVENTS, cursor: null }));
  if (!answer.ok) return <SearchProblem what="The requests" problem={answer.problem} className="m-3" />;
  if (answer.value.events === 0) return <NoMatchSection filter={filter} />;
  return <RequestTable firstPage={answer.value} query={serializeEventFilter(filter).toString()} />;
}
