'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';

/** A link whose page never comes must not be shown as under way for ever. */
const GIVE_UP_MILLISECONDS = 20_000;

/** Whether a link to another address of the product was followed and its page is not there yet. One listener for all links. */
export function useLeaving(): boolean {
  const address = `${usePathname()}?${useSearchParams()}`;
  const [left, setLeft] = useState({ address, going: false });
  if (left.address !== address) setLeft({ address, going: false });
  useEffect(() => {
    function onClick(event: MouseEvent) {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (link instanceof HTMLAnchorElement && leadsElsewhere(link)) setLeft({ address, going: true });
    }
    document.addEventListener('click', onClick, true);
    return () => document.removeEventListener('click', onClick, true);
  }, [address]);
  useEffect(() => {
    if (!left.going) return;
    const timer = setTimeout(() => setLeft({ address: left.address, going: false }), GIVE_UP_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [left]);
  return left.going && left.address === address;
}

function leadsElsewhere(link: HTMLAnchorElement): boolean {
  const { origin, pathname, search } = window.location;
  if (link.origin !== origin || link.target !== '' || link.hasAttribute('download')) return false;
  return !link.pathname.startsWith('/api/') && `${link.pathname}${link.search}` !== `${pathname}${search}`;
}
