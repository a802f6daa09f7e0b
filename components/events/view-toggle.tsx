'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { pageHref } from '@/components/shell/page-url';
import { classNames } from '@/components/ui/class-names';

export type EventView = 'events' | 'requests';

/** Each event for itself, or the stages of a request in one row; in the URL as `view`. */
export function ViewToggle({ view }: { view: EventView }) {
  const { go } = useFilterNavigation();
  const pathname = usePathname();
  const params = useSearchParams();

  function show(next: EventView) {
    const changed = new URLSearchParams(params.toString());
    if (next === 'events') changed.delete('view');
    else changed.set('view', next);
    go(pageHref(pathname, changed));
  }

  return (
    <fieldset className="flex overflow-hidden rounded-md border border-line-strong">
      <legend className="sr-only">One row for each</legend>
      {(['events', 'requests'] as const).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={view === name}
          onClick={() => view !== name && show(name)}
          className={classNames(
            'h-6 border-l border-line-strong px-2 text-xs first:border-l-0',
            view === name ? 'bg-selected font-medium' : 'text-muted hover:bg-hover',
          )}
        >
          {name === 'events' ? 'Events' : 'Requests'}
        </button>
      ))}
    </fieldset>
  );
}
