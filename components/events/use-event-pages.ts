'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { type EventPage, type EventRow, eventPageSchema } from '@/lib/search/event-answers';

type Pages = {
  query: string;
  rows: readonly EventRow[];
  total: number;
  more: boolean;
  failed: boolean;
  loadMore: () => void;
};

type Loaded = { of: EventPage; rows: EventRow[]; cursor: string | null; failed: boolean };

const PAGE_ROWS = 200;

function startOf(page: EventPage): Loaded {
  return { of: page, rows: page.events, cursor: page.nextCursor, failed: false };
}

/**
 * The events of a search, page after page by cursor. The first page came with the screen; a new first page starts over,
 * and an answer to the old search that comes late is thrown away.
 */
export function useEventPages(firstPage: EventPage, query: string): Pages {
  const [loaded, setLoaded] = useState(() => startOf(firstPage));
  if (loaded.of !== firstPage) setLoaded(startOf(firstPage));
  const request = useRef<AbortController | null>(null);
  const { cursor } = loaded;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new first page ends the request of the old one
  useEffect(() => {
    return () => {
      request.current?.abort();
      request.current = null;
    };
  }, [firstPage]);

  const loadMore = useCallback(async () => {
    if (cursor === null || request.current !== null) return;
    const controller = new AbortController();
    request.current = controller;
    const page = await fetchPage(query, cursor, controller.signal);
    if (controller.signal.aborted) return;
    request.current = null;
    setLoaded((before) => {
      if (before.of !== firstPage) return before;
      if (page === null) return { ...before, failed: true };
      return { of: firstPage, rows: [...before.rows, ...page.events], cursor: page.nextCursor, failed: false };
    });
  }, [cursor, query, firstPage]);

  return {
    query,
    rows: loaded.rows,
    total: firstPage.total,
    more: cursor !== null,
    failed: loaded.failed,
    loadMore: () => void loadMore(),
  };
}

async function fetchPage(query: string, cursor: string, signal: AbortSignal): Promise<EventPage | null> {
  const params = new URLSearchParams(query);
  params.set('limit', String(PAGE_ROWS));
  params.set('cursor', cursor);
  try {
    const response = await fetch(`/api/v1/events?${params}`, { signal });
    if (!response.ok) return null;
    const page = eventPageSchema.safeParse(await response.json());
    return page.success ? page.data : null;
  } catch {
    return null;
  }
}
