'use client';

import { useCallback, useState } from 'react';
import { type AuditRequest, type RequestPage, requestPageSchema } from '@/lib/requests/request-answers';

type Loaded = {
  of: RequestPage;
  requests: AuditRequest[];
  cursor: string | null;
  state: 'idle' | 'loading' | 'failed';
};

function startOf(page: RequestPage): Loaded {
  return { of: page, requests: page.requests, cursor: page.nextCursor, state: 'idle' };
}

/** The requests of a search, page after page; a new first page starts over. */
export function useRequestPages(firstPage: RequestPage, query: string) {
  const [loaded, setLoaded] = useState(() => startOf(firstPage));
  if (loaded.of !== firstPage) setLoaded(startOf(firstPage));
  const { cursor, state } = loaded;

  const loadMore = useCallback(async () => {
    if (cursor === null || state === 'loading') return;
    setLoaded((before) => ({ ...before, state: 'loading' }));
    const page = await fetchPage(query, cursor);
    setLoaded((before) => {
      if (before.of !== firstPage) return before;
      if (page === null) return { ...before, state: 'failed' };
      // Where thousands of events share one time a request can come twice.
      const known = new Set(before.requests.map((request) => request.id));
      const added = page.requests.filter((request) => !known.has(request.id));
      return { of: firstPage, requests: [...before.requests, ...added], cursor: page.nextCursor, state: 'idle' };
    });
  }, [cursor, state, query, firstPage]);

  return { requests: loaded.requests, more: cursor !== null, state, loadMore: () => void loadMore() };
}

async function fetchPage(query: string, cursor: string): Promise<RequestPage | null> {
  const params = new URLSearchParams(query);
  params.set('cursor', cursor);
  try {
    const response = await fetch(`/api/v1/requests?${params}`);
    if (!response.ok) return null;
    const page = requestPageSchema.safeParse(await response.json());
    return page.success ? page.data : null;
  } catch {
    return null;
  }
}
