/** Saved views asked of the server: its answer, or what it said instead. */
import type { z } from 'zod';
import { apiErrorSchema } from '@/lib/api/api-error';
import {
  type NewView,
  type SavedView,
  savedViewSchema,
  type ViewChange,
  type ViewList,
  viewListSchema,
} from '@/lib/views/view-answers';

type Asked<T> = { answer: T; problem: null } | { answer: null; problem: string };

const ROUTE = '/api/v1/views';

export function fetchViews(): Promise<Asked<ViewList>> {
  return ask('GET', ROUTE, viewListSchema);
}

export function postView(view: NewView): Promise<Asked<SavedView>> {
  return ask('POST', ROUTE, savedViewSchema, view);
}

export function patchView(id: string, change: ViewChange): Promise<Asked<SavedView>> {
  return ask('PATCH', `${ROUTE}/${id}`, savedViewSchema, change);
}

export function deleteView(id: string): Promise<Asked<SavedView>> {
  return ask('DELETE', `${ROUTE}/${id}`, savedViewSchema);
}

async function ask<T extends z.ZodType>(
  method: string,
  path: string,
  schema: T,
  body?: unknown,
): Promise<Asked<z.infer<T>>> {
  try {
    const sent =
      body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(path, { method, ...sent });
    const answer: unknown = await response.json();
    if (response.ok) return { answer: schema.parse(answer), problem: null };
    const error = apiErrorSchema.safeParse(answer);
    const problem = error.success ? error.data.error.message : `The server answered ${response.status}.`;
    return { answer: null, problem };
  } catch {
    return { answer: null, problem: 'The server does not answer.' };
  }
}
