'use client';

import { SlidersHorizontal } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ConditionBar } from '@/components/events/condition-bar';
import { DetailPanel } from '@/components/events/detail-panel';
import { EventStepsProvider } from '@/components/events/event-steps';
import { FACET_SEARCH_ID } from '@/components/events/facet-search-id';
import { QUERY_ID, QueryBar } from '@/components/events/query-bar';
import { useWide } from '@/components/events/use-wide';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Dialog } from '@/components/ui/dialog';

type ScreenProps = { facets: ReactNode; histogram: ReactNode; table: ReactNode };

/** Facets on the left (a drawer where it is narrow), chart over table, the detail over the right of the table. */
export function EventsScreen({ facets, histogram, table }: ScreenProps) {
  const { pending } = useFilterNavigation();
  const wide = useWide();
  const [drawer, setDrawer] = useState(false);
  // The numbers shown still belong to the filter before.
  const dim = pending ? 'opacity-60 transition-opacity duration-150' : '';

  useShortcuts({
    '/': () => document.getElementById(QUERY_ID)?.focus(),
    'g f': () => {
      if (!wide) setDrawer(true);
      // In the drawer the box exists only after the next frame.
      requestAnimationFrame(() => document.getElementById(FACET_SEARCH_ID)?.focus());
    },
    h: focusChart,
  });

  return (
    <EventStepsProvider>
      <div className="relative flex h-full min-h-0">
        <h1 className="sr-only">Events</h1>
        {wide ? (
          <aside
            aria-label="Facets"
            aria-busy={pending}
            className="hidden w-68 shrink-0 overflow-y-auto border-r border-line bg-surface xl:block"
          >
            <button
              type="button"
              onClick={focusChart}
              className="absolute top-2 left-2 z-20 -translate-y-20 rounded-md bg-accent px-3 py-1 text-accent-ink focus:translate-y-0"
            >
              Skip the facets
            </button>
            {facets}
          </aside>
        ) : null}
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="flex shrink-0 flex-wrap items-start gap-x-2 gap-y-1.5 border-b border-line bg-surface px-3 py-2">
            <Button className="xl:hidden" onClick={() => setDrawer(true)}>
              <SlidersHorizontal size={13} aria-hidden />
              Facets
            </Button>
            <QueryBar />
            <ConditionBar />
          </div>
          <div aria-busy={pending} className={classNames('shrink-0 border-b border-line bg-surface pt-2', dim)}>
            {histogram}
          </div>
          <div className="relative flex min-h-0 flex-1 flex-col">
            <div aria-busy={pending} className={classNames('flex min-h-0 flex-1 flex-col bg-surface', dim)}>
              {table}
            </div>
            <DetailPanel />
          </div>
        </div>
        {wide ? null : (
          <Dialog open={drawer} onOpenChange={setDrawer} title="Facets" place="left">
            <div className="min-h-0 flex-1 overflow-y-auto">{facets}</div>
          </Dialog>
        )}
      </div>
    </EventStepsProvider>
  );
}

function focusChart(): void {
  document.querySelector<HTMLElement>('[role="application"]')?.focus();
}
