'use client';

import { useEffect, useState } from 'react';
import { type Pivots, pivotsSchema } from '@/lib/pivots/pivot-answers';
import type { TimeRange } from '@/lib/search/time-range';

export type PivotState = { state: 'loading' } | { state: 'ready'; pivots: Pivots } | { state: 'failed' };

/** The ways on from one event. While other ones are loading, the old ones are not shown as the new. */
export function usePivots(id: string, seconds: number, time: TimeRange): PivotState & { retry: () => void } {
  const address = addressOf(id, seconds, time);
  const [answer, setAnswer] = useState<{ address: string; state: PivotState } | null>(null);
  const [attempts, setAttempts] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    const controller = new AbortController();
    void fetchPivots(address, controller.signal).then((state) => {
      if (!controller.signal.aborted) setAnswer({ address, state });
    });
    return () => controller.abort();
  }, [address, attempts]);

  function retry() {
    setAnswer(null);
    setAttempts((count) => count + 1);
  }
  const current: PivotState = answer?.address === address ? answer.state : { state: 'loading' };
  return { ...current, retry };
}

function addressOf(id: string, seconds: number, time: TimeRange): string {
  const params = new URLSearchParams({ seconds: String(seconds) });
  if (time.from !== null) params.set('from', time.from);
  if (time.to !== null) params.set('to', time.to);
  return `/api/v1/events/${encodeURIComponent(id)}/pivots?${params}`;
}

async function fetchPivots(address: string, signal: AbortSignal): Promise<PivotState> {
  try {
    const response = await fetch(address, { signal });
    if (!response.ok) return { state: 'failed' };
    const pivots = pivotsSchema.safeParse(await response.json());
    return pivots.success ? { state: 'ready', pivots: pivots.data } : { state: 'failed' };
  } catch {
    return { state: 'failed' };
  }
}
