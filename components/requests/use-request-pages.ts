'use client';

import { type PagedList, useCursorPages } from '@/components/ui/use-cursor-pages';
import { type AuditRequest, type RequestPage, requestPageSchema } from '@/lib/requests/request-answers';

const requestList: PagedList<RequestPage, AuditRequest> = {
  path: '/api/v1/requests',
  schema: requestPageSchema,
  itemsOf: ({ requests }) => requests,
  idOf: ({ id }) => id,
};

/** The requests of a search, page after page. */
export function useRequestPages(firstPage: RequestPage, query: string) {
  const { items, ...pages } = useCursorPages(requestList, firstPage, query);
  return { ...pages, requests: items };
}
