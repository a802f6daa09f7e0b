'use client';

import { useEffect, useState } from 'react';
import { type ObjectDiff, objectDiffSchema } from '@/lib/objects/history-answers';

export type DiffState = { state: 'loading' } | { state: 'ready'; diff: ObjectDiff } | { state: 'failed' };

export type DiffQuestion = { name: string; before: string | null; after: string; whole: boolean; bookkeeping: boolean };

/** The difference of two states. While another is loading, the old one is not shown as the new. */
export function useObjectDiff({ name, before, after, whole, bookkeeping }: DiffQuestion): DiffState {
  const params = new URLSearchParams({
    name,
    after,
    bookkeeping: String(bookkeeping),
    context: whole ? '100000' : '3',
  });
  if (before !== null) params.set('before', before);
  const address = `/api/v1/objects/diff?${params}`;
  const [answer, setAnswer] = useState<{ address: string; state: DiffState } | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    void fetchDiff(address, controller.signal).then((state) => {
      if (!controller.signal.aborted) setAnswer({ address, state });
    });
    return () => controller.abort();
  }, [address]);
  return answer?.address === address ? answer.state : { state: 'loading' };
}

async function fetchDiff(address: string, signal: AbortSignal): Promise<DiffState> {
  try {
    const response = await fetch(address, { signal });
    if (!response.ok) return { state: 'failed' };
    const diff = objectDiffSchema.safeParse(await response.json());
    return diff.success ? { state: 'ready', diff: diff.data } : { state: 'failed' };
  } catch {
    return { state: 'failed' };
  }
}
