'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

/** The events beside the open one in the list, as far as the list is loaded. */
export type Neighbours = { previous: string | null; next: string | null };

type EventSteps = {
  openId: string | null;
  open: (id: string) => void;
  /** Shows another event in the open panel; Back still closes it. */
  step: (id: string) => void;
  close: () => void;
  neighbours: Neighbours;
  setNeighbours: (neighbours: Neighbours) => void;
};

const StepsContext = createContext<EventSteps | null>(null);

const none: Neighbours = { previous: null, next: null };

/** The open event is the URL's `event`; the change is shallow: the search does not run again, the list does not move. */
export function EventStepsProvider({ children }: { children: ReactNode }) {
  const [openId, setOpenId] = useQueryState('event', parseAsString);
  const [neighbours, setNeighbours] = useState(none);
  const steps = useMemo<EventSteps>(
    () => ({
      openId,
      open: (id) => void setOpenId(id, { history: openId === null ? 'push' : 'replace' }),
      step: (id) => void setOpenId(id, { history: 'replace' }),
      close: () => void setOpenId(null, { history: 'push' }),
      neighbours,
      setNeighbours,
    }),
    [openId, setOpenId, neighbours],
  );
  return <StepsContext value={steps}>{children}</StepsContext>;
}

export function useEventSteps(): EventSteps {
  const steps = useContext(StepsContext);
  if (steps === null) throw new Error('useEventSteps needs EventStepsProvider above it');
  return steps;
}
