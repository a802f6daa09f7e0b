'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { pageHref } from '@/components/shell/page-url';

/** The page's own parameters; `go` changes some of them, null takes one away. Back undoes it. */
export function useAccessParams() {
  const { go } = useFilterNavigation();
  const pathname = usePathname();
  const params = new URLSearchParams(useSearchParams().toString());
  const href = (changes: Record<string, string | null>) => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    return pageHref(pathname, next);
  };
  return { params, href, change: (changes: Record<string, string | null>) => go(href(changes)) };
}
