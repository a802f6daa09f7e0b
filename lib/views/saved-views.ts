/**
 * Searches under a name. A personal view is its maker's alone: nobody else sees that it is there. A shared one is everybody's
 * to use and to change, and says who did so last; what is removed stays in the database with who and when.
 */
import { getPool } from '@/lib/db/pool';
import type { Person } from '@/lib/people/person';
import { readyViews } from './ready-views';
import {
  type NewView,
  newViewSchema,
  type SavedView,
  type ViewChange,
  type ViewList,
  viewChangeSchema,
} from './view-answers';
import { viewQuery } from './view-query';

/** More of them are no list to find something in. */
const MOST_OWN = 500;
const MOST_SHARED = 2000;
const UNIQUE_VIOLATION = '23505';

/** What was asked for cannot be; the message is for people. */
export class ViewRefusedError extends Error {
  override name = 'ViewRefusedError';
}

type ViewRow = {
  id: string;
  name: string;
  query: string;
  shared: boolean;
  createdBy: string;
  createdHow: Person['how'];
  createdAt: Date;
  changedBy: string;
  changedHow: Person['how'];
  changedAt: Date;
};

const COLUMNS = `id, name, query, shared, created_by as "createdBy", created_how as "createdHow", created_at as "createdAt",
  changed_by as "changedBy", changed_how as "changedHow", changed_at as "changedAt"`;

/** Of the views that are there, those that a person may see: $1 and $2 are the name and how it is known. */
const VISIBLE = `removed_at is null and (shared or (created_by = $1 and created_how = $2))`;

export async function listViews(person: Person): Promise<ViewList> {
  const { rows } = await getPool().query<ViewRow>(
    `select ${COLUMNS} from saved_view where ${VISIBLE} order by lower(name), id limit ${MOST_OWN + MOST_SHARED}`,
    [person.name, person.how],
  );
  return { views: rows.map(toView), ready: [...readyViews] };
}

/** Null where there is none that this person may see. */
export async function findView(id: string, person: Person): Promise<SavedView | null> {
  if (!isId(id)) return null;
  const { rows } = await getPool().query<ViewRow>(`select ${COLUMNS} from saved_view where ${VISIBLE} and id = $3`, [
    person.name,
    person.how,
    id,
  ]);
  return rows[0] ? toView(rows[0]) : null;
}

/** Throws ZodError and ViewRefusedError. */
export async function saveView(wanted: NewView, person: Person): Promise<SavedView> {
  const { name, shared, query } = newViewSchema.parse(wanted);
  if (!shared) mustBeSomebody(person);
  const room = `(select count(*) from saved_view where removed_at is null and shared = $3
    and (shared or (created_by = $4 and created_how = $5))) < ${shared ? MOST_SHARED : MOST_OWN}`;
  const row = await refusingTaken(name, shared, () =>
    getPool().query<ViewRow>(
      `insert into saved_view (name, query, shared, created_by, created_how, changed_by, changed_how)
       select $1, $2, $3, $4, $5, $4, $5 where ${room} returning ${COLUMNS}`,
      [name, understoodQuery(query), shared, person.name, person.how],
    ),
  );
  if (row) return toView(row);
  const most = shared ? `${MOST_SHARED} shared views` : `${MOST_OWN} views of yours`;
  throw new ViewRefusedError(`There are ${most} already; remove some that nobody needs.`);
}

/** Null where there is none that this person may see. Throws ZodError and ViewRefusedError. */
export async function changeView(id: string, wanted: ViewChange, person: Person): Promise<SavedView | null> {
  const change = viewChangeSchema.parse(wanted);
  const before = await findView(id, person);
  if (before === null) return null;
  const { name = before.name, shared = before.shared } = change;
  const query = change.query === undefined ? before.query : understoodQuery(change.query);
  // Taken out of the list of all, a view would be its maker's: who made it may do that, and nobody else.
  if (before.shared && !shared && !isSame(before.createdBy, person)) {
    throw new ViewRefusedError(
      `“${before.name}” was made by ${before.createdBy.name}, who alone can make it personal.`,
    );
  }
  if (!shared) mustBeSomebody(person);
  const row = await refusingTaken(name, shared, () =>
    getPool().query<ViewRow>(
      `update saved_view set name = $4, query = $5, shared = $6, changed_by = $1, changed_how = $2, changed_at = now()
       where ${VISIBLE} and id = $3 returning ${COLUMNS}`,
      [person.name, person.how, id, name, query, shared],
    ),
  );
  return row ? toView(row) : null;
}

/** The view as it was; null where there is none that this person may see. */
export async function removeView(id: string, person: Person): Promise<SavedView | null> {
  if (!isId(id)) return null;
  const { rows } = await getPool().query<ViewRow>(
    `update saved_view set removed_at = now(), changed_by = $1, changed_how = $2, changed_at = now()
     where ${VISIBLE} and id = $3 returning ${COLUMNS}`,
    [person.name, person.how, id],
  );
  return rows[0] ? toView(rows[0]) : null;
}

function toView(row: ViewRow): SavedView {
  const { id, name, query, shared, createdBy, createdHow, createdAt, changedBy, changedHow, changedAt } = row;
  return {
    id,
    name,
    query,
    shared,
    createdBy: { name: createdBy, how: createdHow },
    createdAt: createdAt.toISOString(),
    changedBy: { name: changedBy, how: changedHow },
    changedAt: changedAt.toISOString(),
  };
}

/** A filter that cannot be understood would be another one whenever the view is opened. */
function understoodQuery(query: string): string {
  const { query: kept, problems } = viewQuery(query);
  if (problems[0]) throw new ViewRefusedError(`Not a filter: ${problems[0].parameter}: ${problems[0].message}.`);
  return kept;
}

function mustBeSomebody({ how }: Person): void {
  if (how === 'unknown') {
    throw new ViewRefusedError('A view of one’s own needs a name: say who you are, or save it for everybody.');
  }
}

function isSame(a: Person, b: Person): boolean {
  return a.name === b.name && a.how === b.how;
}

function isId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
}

async function refusingTaken(
  name: string,
  shared: boolean,
  write: () => Promise<{ rows: ViewRow[] }>,
): Promise<ViewRow | undefined> {
  try {
    return (await write()).rows[0];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) {
      throw new ViewRefusedError(
        shared ? `There is a shared view named “${name}” already.` : `You have a view named “${name}” already.`,
      );
    }
    throw error;
  }
}
