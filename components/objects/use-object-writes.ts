'use client';

import { type PagedList, useCursorPages } from '@/components/ui/use-cursor-pages';
import { type ObjectHistory, type ObjectWrite, objectHistorySchema } from '@/lib/objects/history-answers';

const writeList: PagedList<ObjectHistory, ObjectWrite> = {
  path: '/api/v1/objects/history',
  schema: objectHistorySchema,
  itemsOf: ({ writes }) => writes,
  idOf: ({ event }) => event.id,
};

/** The writes of an object, page after page. */
export function useObjectWrites(firstPage: ObjectHistory, query: string) {
  const { items, ...pages } = useCursorPages(writeList, firstPage, query);
  return { ...pages, writes: items };
}
