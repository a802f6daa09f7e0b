'use client';

import type { ReactNode } from 'react';
import { useEventSteps } from '@/components/events/event-steps';
import type { EventRow } from '@/lib/search/event-answers';

/** Opens an event from the list of requests. */
export function OpenButton({ row, label, children }: { row: EventRow; label: string; children: ReactNode }) {
  const { open } = useEventSteps();
  return (
    <button type="button" onClick={() => open(row.id)} className="rounded-sm hover:underline">
      <span className="sr-only">{label}: </span>
      {children}
    </button>
  );
}
