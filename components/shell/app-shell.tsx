'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { CommandPalette } from '@/components/shell/command-palette';
import { DiskBanner } from '@/components/shell/disk-banner';
import { FilterNavigationProvider } from '@/components/shell/filter-navigation';
import { carriedParams, pageHref } from '@/components/shell/page-url';
import { screens } from '@/components/shell/screens';
import { ShortcutsSheet } from '@/components/shell/shortcuts-sheet';
import { SideNav } from '@/components/shell/side-nav';
import { TopBar } from '@/components/shell/top-bar';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { ViewsProvider } from '@/components/views/views-context';

/** Bar, navigation and the screen; the page itself never scrolls, its parts do. */
export function AppShell({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);

  const goKeys = screens.map(({ href, key }) => {
    const go = () => router.push(pageHref(href, carriedParams(new URLSearchParams(window.location.search))));
    return [`g ${key}`, go] as const;
  });
  useShortcuts({ '?': () => setSheet(true), ...Object.fromEntries(goKeys) });

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setPalette((open) => !open);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <FilterNavigationProvider>
      <ViewsProvider>
        <a
          href="#main"
          className="absolute top-1 left-1 z-[70] -translate-y-20 rounded-md bg-accent px-3 py-1 text-accent-ink focus:translate-y-0"
        >
          Skip to the content
        </a>
        <div className="flex h-dvh flex-col">
          <TopBar onPalette={() => setPalette(true)} onShortcuts={() => setSheet(true)} />
          <div className="flex min-h-0 flex-1">
            <SideNav />
            <main id="main" tabIndex={-1} className="min-h-0 min-w-0 flex-1 overflow-auto outline-none">
              <DiskBanner />
              {children}
            </main>
          </div>
        </div>
        <CommandPalette open={palette} onOpenChange={setPalette} />
        <ShortcutsSheet open={sheet} onOpenChange={setSheet} />
      </ViewsProvider>
    </FilterNavigationProvider>
  );
}
