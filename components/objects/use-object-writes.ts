'use client';

import { useCallback, useState } from 'react';
import { type ObjectHistory, type ObjectWrite, objectHistorySchema } from '@/lib/objects/history-answers';

type Loaded = { of: ObjectHistory; writes: ObjectWrite[]; cursor: string | null; state: 'idle' | 'loading' | 'failed' };

function startOf(page: ObjectHistory): Loaded {
  return { of: page, writes: page.writes, cursor: page.nextCursor, state: 'idle' };
}

/** The writes of an object, page after page; a new first page starts over. */
export function useObjectWrites(firstPage: ObjectHistory, query: string) {
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
      return { of: firstPage, writes: [...before.writes, ...page.writes], cursor: page.nextCursor, state: 'idle' };
    });
  }, [cursor, state, query, firstPage]);

  return { writes: loaded.writes, more: cursor !== null, state, loadMore: () => void loadMore() };
}

async function fetchPage(query: string, cursor: string): Promise<ObjectHistory | null> {
  const params = new URLSearchParams(query);
  params.set('cursor', cursor);
  try {
    const response = await fetch(`/api/v1/objects/history?${params}`);
    if (!response.ok) return null;
    const page = objectHistorySchema.safeParse(await response.json());
    return page.success ? page.data : null;
  } catch {
    return null;
  }
}
