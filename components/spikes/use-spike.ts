'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { pageHref } from '@/components/shell/page-url';
import { type AskedSpike, readSpikeParams, withSpike } from '@/lib/spikes/spike-parameters';

/** The window that the page explains, which is in its URL, and how to change it. Back undoes it. */
export function useSpike(): { asked: AskedSpike | null; ask: (asked: AskedSpike | null) => void } {
  const { go } = useFilterNavigation();
  const pathname = usePathname();
  const query = useSearchParams().toString();
  return useMemo(() => {
    const params = new URLSearchParams(query);
    return { asked: readSpikeParams(params), ask: (asked) => go(pageHref(pathname, withSpike(params, asked))) };
  }, [go, pathname, query]);
}
