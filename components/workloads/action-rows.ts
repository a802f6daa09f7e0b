/** What a workload does as a matrix: resources down, verbs across. */
import type { ActionCell } from '@/lib/activity/activity-answers';

export type ActionRow = { resource: string; requests: number; cells: Map<string, ActionCell> };

export type ActionRows = { verbs: string[]; rows: ActionRow[]; unlisted: number; news: number };

/** In the order in which Kubernetes' documentation names them; others follow by name. */
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

export function actionRows(actions: readonly ActionCell[], mostRows: number): ActionRows {
  const byResource = new Map<string, ActionRow>();
  const verbs = new Set<string>();
  for (const cell of actions) {
    const row = byResource.get(cell.resource) ?? { resource: cell.resource, requests: 0, cells: new Map() };
    byResource.set(cell.resource, row);
    row.requests += cell.requests;
    row.cells.set(cell.verb, cell);
    verbs.add(cell.verb);
  }
  const hasNews = (row: ActionRow) => [...row.cells.values()].some(({ isNew }) => isNew);
  // What is new is never among the rows that are left out.
  const ordered = [...byResource.values()].sort(
    (a, b) => Number(hasNews(b)) - Number(hasNews(a)) || b.requests - a.requests || (a.resource < b.resource ? -1 : 1),
  );
  const rows = ordered.slice(0, mostRows).sort((a, b) => b.requests - a.requests || (a.resource < b.resource ? -1 : 1));
  const rank = (verb: string) => (VERBS.includes(verb) ? VERBS.indexOf(verb) : VERBS.length);
  return {
    verbs: [...verbs].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)),
    rows,
    unlisted: byResource.size - rows.length,
    news: actions.filter(({ isNew }) => isNew).length,
  };
}
