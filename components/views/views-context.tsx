'use client';

import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

// Asked for when it is first opened: no page needs it at once.
const ViewsDialog = dynamic(() => import('@/components/views/views-dialog').then((module) => module.ViewsDialog), {
  ssr: false,
});

type Views = { openViews: () => void };

const ViewsContext = createContext<Views | null>(null);

/** The dialog of saved views, which any screen and the palette can open. */
export function ViewsProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const views = useMemo(() => ({ openViews: () => setOpen(true) }), []);
  return (
    <ViewsContext value={views}>
      {children}
      {open ? <ViewsDialog onClose={() => setOpen(false)} /> : null}
    </ViewsContext>
  );
}

export function useViews(): Views {
  const views = useContext(ViewsContext);
  if (views === null) throw new Error('useViews needs ViewsProvider above it');
  return views;
}
