'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { pageHref } from '@/components/shell/page-url';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { useAnnounce } from '@/components/ui/announcer';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';

/** Follows new events, or stops; in the URL as `live=1`, so that a shared or reloaded page follows too. */
export function LiveToggle({ live }: { live: boolean }) {
  const { go } = useFilterNavigation();
  const pathname = usePathname();
  const params = useSearchParams();
  const announce = useAnnounce();

  function toggle() {
    const changed = new URLSearchParams(params.toString());
    if (live) changed.delete('live');
    else changed.set('live', '1');
    announce(live ? 'New events are no longer followed' : 'Following new events', { quiet: true });
    go(pageHref(pathname, changed));
  }

  useShortcuts({ l: toggle });

  return (
    <button
      type="button"
      aria-pressed={live}
      aria-keyshortcuts="l"
      title={live ? 'Stop following new events (l)' : 'Follow new events as they are committed (l)'}
      onClick={toggle}
      className={classNames(buttonClass('ghost', 'sm'), live && 'bg-selected text-ink!')}
    >
      <span aria-hidden className={classNames('size-2 rounded-full', live ? 'bg-accent' : 'border border-current')} />
      Live
    </button>
  );
}
