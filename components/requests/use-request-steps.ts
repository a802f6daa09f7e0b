'use client';

import { useEffect } from 'react';
import { useEventSteps } from '@/components/events/event-steps';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import type { AuditRequest } from '@/lib/requests/request-answers';

/** j and k, and the arrows of the open panel, go from request to request; each opens at its last stage. */
export function useRequestSteps(requests: readonly AuditRequest[]): void {
  const { openId, open, step, setNeighbours } = useEventSteps();
  const index = requests.findIndex(({ stages }) => stages.some(({ id }) => id === openId));
  const previous = requests[index - 1]?.id ?? null;
  const next = index < 0 ? null : (requests[index + 1]?.id ?? null);

  useEffect(() => {
    setNeighbours({ previous, next });
  }, [previous, next, setNeighbours]);

  function move(to: string | null) {
    const first = requests[0]?.id;
    if (openId === null || index < 0) {
      if (first !== undefined) open(first);
    } else if (to !== null) step(to);
  }
  useShortcuts({ j: () => move(next), k: () => move(previous) });
}
