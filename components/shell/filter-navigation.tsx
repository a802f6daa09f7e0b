'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { createContext, type ReactNode, use, useContext, useMemo, useOptimistic, useTransition } from 'react';
import { pageHref, withFilter } from '@/components/shell/page-url';
import type { ParsedQuery } from '@/lib/query/parse-query';
import { type FilterProblem, readFilterParams } from '@/lib/search/filter-params';
import type { EventFilter } from '@/lib/search/filter-state';

type FilterNavigation = {
  /** The filter as chosen: at once, even while the answer is under way. */
  filter: EventFilter;
  problems: FilterProblem[];
  /** The filter of the URL, which the numbers on the page belong to. */
  settledFilter: EventFilter;
  pending: boolean;
  /** Goes to the same page under another filter; Back undoes it. */
  setFilter: (filter: EventFilter) => void;
  /** Goes to any address of the product, with the same sign of progress. */
  go: (href: string) => void;
};

let parser: Promise<(text: string) => ParsedQuery> | undefined;

/** The parser of the query language is larger than the rest of the shell, and most addresses have no query. */
function loadParser(): Promise<(text: string) => ParsedQuery> {
  parser ??= import('@/lib/query/parse-query').then((module) => module.parseQuery);
  return parser;
}

const noQuery = (): ParsedQuery => ({ node: null, problem: null });

const FilterContext = createContext<FilterNavigation | null>(null);

/**
 * The one way in which components change the filter. The URL is the truth; while a navigation is under way `filter` is
 * already the new one (a click is acknowledged at once) and `pending` marks the numbers as those of the old one.
 */
export function FilterNavigationProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const pathname = usePathname();
  const searchParams = useSearchParams();
  const [pending, startTransition] = useTransition();
  const query = searchParams.toString();
  const parse = searchParams.has('q') ? use(loadParser()) : noQuery;
  const settled = useMemo(() => readFilterParams(new URLSearchParams(query), parse), [query, parse]);
  const [filter, setOptimisticFilter] = useOptimistic(settled.filter);

  const navigation = useMemo<FilterNavigation>(() => {
    return {
      filter,
      problems: settled.problems,
      settledFilter: settled.filter,
      pending,
      setFilter(next) {
        startTransition(() => {
          setOptimisticFilter(next);
          router.push(pageHref(pathname, withFilter(new URLSearchParams(query), next)), { scroll: false });
        });
      },
      go(href) {
        startTransition(() => router.push(href));
      },
    };
  }, [filter, settled, pending, pathname, query, router, setOptimisticFilter]);

  return <FilterContext value={navigation}>{children}</FilterContext>;
}

export function useFilterNavigation(): FilterNavigation {
  const navigation = useContext(FilterContext);
  if (navigation === null) throw new Error('useFilterNavigation needs FilterNavigationProvider above it');
  return navigation;
}
