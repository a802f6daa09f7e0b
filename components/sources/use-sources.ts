'use client';

import { useEffect, useState } from 'react';
import { type SourceList, sourceListSchema } from '@/lib/ingest/receiver/source-answers';

const POLL_MS = 5000;

export type LiveSources = {
  list: SourceList;
  /** The last question failed: the rows may be old. */
  stale: boolean;
  /** Asks at once, after a change. */
  refresh(): Promise<void>;
};

/** The sources, asked for again every five seconds while the page is seen. */
export function useSources(initial: SourceList): LiveSources {
  const [live, setLive] = useState({ list: initial, stale: false });

  async function refresh(signal?: AbortSignal): Promise<void> {
    const list = await fetchSources(signal);
    if (signal?.aborted) return;
    setLive((before) => (list === null ? { ...before, stale: true } : { list, stale: false }));
  }

  useEffect(() => {
    const controller = new AbortController();
    const poll = async () => {
      if (document.visibilityState === 'hidden') return;
      const list = await fetchSources(controller.signal);
      if (controller.signal.aborted) return;
      setLive((before) => (list === null ? { ...before, stale: true } : { list, stale: false }));
    };
    const timer = setInterval(() => void poll(), POLL_MS);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, []);

  return { ...live, refresh: () => refresh() };
}

async function fetchSources(signal?: AbortSignal): Promise<SourceList | null> {
  try {
    const response = await fetch('/api/v1/sources', {
      signal: signal ?? null,
      headers: { Accept: 'application/json' },
    });
    return response.ok ? sourceListSchema.parse(await response.json()) : null;
  } catch {
    return null;
  }
}
