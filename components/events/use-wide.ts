'use client';

import { useSyncExternalStore } from 'react';

// Tailwind's xl: below it the facets are a drawer.
const QUERY = '(min-width: 80rem)';

/** Whether the facets have a place of their own. The server assumes it; CSS hides them until the browser knows. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(QUERY);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(QUERY).matches,
    () => true,
  );
}
