'use client';

import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';

type Announce = (message: string, options?: { quiet?: boolean }) => void;

const AnnounceContext = createContext<Announce>(() => {});

/** Says something to screen readers and, unless `quiet`, shows it for a moment at the bottom of the page. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

const SHOWN_MILLISECONDS = 2500;

export function Announcer({ children }: { children: ReactNode }) {
  const [spoken, setSpoken] = useState('');
  const [shown, setShown] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const announce = useCallback<Announce>((message, options) => {
    // A no-break space at the end makes the same message twice a change, which is read again.
    setSpoken((before) => (before === message ? `${message}\u00a0` : message));
    if (options?.quiet) return;
    setShown(message);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(null), SHOWN_MILLISECONDS);
  }, []);

  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" aria-live="polite" className="sr-only">
        {spoken}
      </div>
      {shown === null ? null : (
        <div
          aria-hidden
          className="fixed bottom-4 left-1/2 z-[60] max-w-[80vw] -translate-x-1/2 truncate rounded-lg border border-line bg-raised px-3 py-2 text-sm text-ink shadow-pop"
        >
          {shown}
        </div>
      )}
    </AnnounceContext>
  );
}
