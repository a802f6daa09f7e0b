'use client';

import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { pageHref } from '@/components/shell/page-url';
import { VisibleText } from '@/components/ui/value';

type ViewLinkProps = { name: string; query: string; onOpen: () => void };

/** The name of a view, as the link that it is; a plain click closes the dialog and shows that the answer is under way. */
export function ViewLink({ name, query, onOpen }: ViewLinkProps) {
  const { go } = useFilterNavigation();
  const href = pageHref('/events', new URLSearchParams(query));
  return (
    <a
      href={href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        onOpen();
        go(href);
      }}
      className="min-w-0 truncate rounded-sm font-medium hover:underline"
    >
      <VisibleText text={name} />
    </a>
  );
}
