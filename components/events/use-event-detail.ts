'use client';

import { useEffect, useState } from 'react';
import { apiErrorSchema } from '@/lib/api/api-error';
import { type EventDetail, eventDetailSchema } from '@/lib/search/event-answers';

type Failure = 'missing' | 'removed' | 'failed';

export type DetailState =
  | { state: 'loading' }
  | { state: 'ready'; detail: EventDetail }
  /** `message` is the server's sentence, where it has one. */
  | { state: 'failed'; failure: Failure; message?: string };

/** One event in full. While another is loading, the old one is not shown as the new one. */
export function useEventDetail(id: string): DetailState & { retry: () => void } {
  const [answer, setAnswer] = useState<{ id: string; state: DetailState }>({ id, state: { state: 'loading' } });
  const [attempts, setAttempts] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    const controller = new AbortController();
    void fetchDetail(id, controller.signal).then((state) => {
      if (!controller.signal.aborted) setAnswer({ id, state });
    });
    return () => controller.abort();
  }, [id, attempts]);

  function retry() {
    setAnswer({ id, state: { state: 'loading' } });
    setAttempts((count) => count + 1);
  }
  return { ...(answer.id === id ? answer.state : { state: 'loading' }), retry };
}

async function fetchDetail(id: string, signal: AbortSignal): Promise<DetailState> {
  try {
    const response = await fetch(`/api/v1/events/${encodeURIComponent(id)}`, { signal });
    if (response.status === 404 || response.status === 400) return { state: 'failed', failure: 'missing' };
    if (response.status === 410) {
      const error = apiErrorSchema.parse(await response.json());
      return { state: 'failed', failure: 'removed', message: error.error.message };
    }
    if (!response.ok) return { state: 'failed', failure: 'failed' };
    const detail = eventDetailSchema.safeParse(await response.json());
    return detail.success ? { state: 'ready', detail: detail.data } : { state: 'failed', failure: 'failed' };
  } catch {
    return { state: 'failed', failure: 'failed' };
  }
}
