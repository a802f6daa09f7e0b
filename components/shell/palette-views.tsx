'use client';

import { Bookmark, History } from 'lucide-react';
import { useEffect, useState } from 'react';
import { readRecentQueries } from '@/components/events/recent-queries';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { pageHref } from '@/components/shell/page-url';
import { PaletteGroup, PaletteItem } from '@/components/shell/palette-item';
import { Value } from '@/components/ui/value';
import { fetchViews } from '@/components/views/ask-views';
import { useViews } from '@/components/views/views-context';

const MOST_RECENT = 5;

type Listed = { id: string; name: string; query: string };

/** Saved views and the last searches of this browser, as commands. */
export function PaletteViews({ run }: { run: (action: () => void) => void }) {
  const { go } = useFilterNavigation();
  const { openViews } = useViews();
  const [views, setViews] = useState<Listed[]>([]);
  const [recent] = useState(() => readRecentQueries().slice(0, MOST_RECENT));

  useEffect(() => {
    let left = false;
    void fetchViews().then(({ answer }) => {
      if (answer && !left) setViews([...answer.views, ...answer.ready]);
    });
    return () => {
      left = true;
    };
  }, []);

  return (
    <>
      <PaletteGroup heading="Views">
        {views.map(({ id, name, query }) => (
          <PaletteItem
            key={id}
            value={`View: ${name} ${id}`}
            onSelect={() => run(() => go(pageHref('/events', new URLSearchParams(query))))}
          >
            <Bookmark size={13} aria-hidden className="shrink-0 text-faint" />
            <Value text={name} />
          </PaletteItem>
        ))}
        <PaletteItem onSelect={() => run(openViews)}>Save, rename and remove views …</PaletteItem>
      </PaletteGroup>
      {recent.length === 0 ? null : (
        <PaletteGroup heading="Recent searches of this browser">
          {recent.map((query) => (
            <PaletteItem
              key={query}
              value={`Recent: ${query}`}
              onSelect={() => run(() => go(pageHref('/events', new URLSearchParams({ q: query }))))}
            >
              <History size={13} aria-hidden className="shrink-0 text-faint" />
              <Value text={query} mono />
            </PaletteItem>
          ))}
        </PaletteGroup>
      )}
    </>
  );
}
