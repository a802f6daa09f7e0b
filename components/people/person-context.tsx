'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react';
import { nameCookie, readNameCookie } from '@/lib/people/name-cookie';
import { nobody, type Person } from '@/lib/people/person';

type CurrentPerson = {
  person: Person;
  /** States another name, or takes it back; null where a proxy names people. */
  stateName: ((name: string | null) => void) | null;
};

const PersonContext = createContext<CurrentPerson | null>(null);

type ProviderProps = {
  /** Whom the server took the request to be from. */
  person: Person;
  /** Whether a reverse proxy names people here. */
  proxied: boolean;
  children: ReactNode;
};

/**
 * Who uses this browser. A stated name is a cookie: it is read here as well, since a page that another site's link led to was
 * asked for without it (samesite=strict).
 */
export function PersonProvider({ person: asked, proxied, children }: ProviderProps) {
  const router = useRouter();
  const stated = useSyncExternalStore(subscribe, readStated, () => (asked.how === 'stated' ? asked.name : null));
  const current = useMemo<CurrentPerson>(() => {
    if (proxied) return { person: asked, stateName: null };
    return {
      person: stated === null ? nobody : { name: stated, how: 'stated' },
      stateName(name) {
        writeStated(name);
        router.refresh();
      },
    };
  }, [asked, proxied, stated, router]);
  return <PersonContext value={current}>{children}</PersonContext>;
}

export function usePerson(): CurrentPerson {
  const current = useContext(PersonContext);
  if (current === null) throw new Error('usePerson needs PersonProvider above it');
  return current;
}

const changed = new EventTarget();

function subscribe(onChange: () => void): () => void {
  changed.addEventListener('change', onChange);
  return () => changed.removeEventListener('change', onChange);
}

function readStated(): string | null {
  return readNameCookie(document.cookie);
}

function writeStated(name: string | null): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser and is asynchronous
  document.cookie = nameCookie(name, window.location.protocol === 'https:');
  changed.dispatchEvent(new Event('change'));
}
