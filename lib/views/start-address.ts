/** Where somebody begins: the view that they chose, as long as it is there for them, else the overview. */
import type { Person } from '@/lib/people/person';
import { readyViews } from './ready-views';
import { findView } from './saved-views';
import { parseStart } from './start-view';

export async function startAddress(chosen: string | undefined, person: Person): Promise<string> {
  const id = parseStart(chosen);
  if (id === null) return '/overview';
  const view = readyViews.find((ready) => ready.id === id) ?? (await findView(id, person));
  return view ? viewAddress(view.query) : '/overview';
}

function viewAddress(query: string): string {
  return query === '' ? '/events' : `/events?${query}`;
}
