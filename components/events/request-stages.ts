import type { EventRow } from '@/lib/search/event-answers';

const ORDER = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/** Stages in the order in which the API server goes through them; their times can be the same. */
export function sortedStages(stages: readonly EventRow[]): EventRow[] {
  const place = (row: EventRow) => {
    const index = ORDER.indexOf(row.stage ?? '');
    return index < 0 ? ORDER.length : index;
  };
  return [...stages].sort((a, b) => (a.at === b.at ? place(a) - place(b) : a.at < b.at ? -1 : 1));
}
