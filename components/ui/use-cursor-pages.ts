'use client';

import { useCallback, useState } from 'react';
import type { ZodType } from 'zod';

/** What the API gives page after page. One constant for each list: it is what the callback below depends on. */
export type PagedList<Page, Item> = {
  path: string;
  schema: ZodType<Page>;
  itemsOf: (page: Page) => Item[];
  idOf: (item: Item) => string;
};

type Loaded<Page, Item> = {
  of: Page;
  items: Item[];
  cursor: string | null;
  state: 'idle' | 'loading' | 'failed';
};

/** A list, page after page by cursor. The first page came with the screen; a new first page starts over. */
export function useCursorPages<Page extends { nextCursor: string | null }, Item>(
  list: PagedList<Page, Item>,
  firstPage: Page,
  query: string,
) {
  const start = (): Loaded<Page, Item> => ({
    of: firstPage,
    items: list.itemsOf(firstPage),
    cursor: firstPage.nextCursor,
    state: 'idle',
  });
  const [loaded, setLoaded] = useState(start);
  if (loaded.of !== firstPage) setLoaded(start());
  const { cursor, state } = loaded;

  const loadMore = useCallback(async () => {
    if (cursor === null || state === 'loading') return;
    setLoaded((before) => ({ ...before, state: 'loading' }));
    const page = await fetchPage(list, query, cursor);
    setLoaded((before) => {
      if (before.of !== firstPage) return before;
      if (page === null) return { ...before, state: 'failed' };
      // Where thousands of events share one time a request can come twice.
      const known = new Set(before.items.map(list.idOf));
      const added = list.itemsOf(page).filter((item) => !known.has(list.idOf(item)));
      return { of: firstPage, items: [...before.items, ...added], cursor: page.nextCursor, state: 'idle' };
    });
  }, [list, cursor, state, query, firstPage]);

  return { items: loaded.items, more: cursor !== null, state, loadMore: () => void loadMore() };
}

async function fetchPage<Page, Item>(list: PagedList<Page, Item>, query: string, cursor: string): Promise<Page | null> {
  const params = new URLSearchParams(query);
  params.set('cursor', cursor);
  try {
    const response = await fetch(`${list.path}?${params}`);
    if (!response.ok) return null;
    const page = list.schema.safeParse(await response.json());
    return page.success ? page.data : null;
  } catch {
    return null;
  }
}
