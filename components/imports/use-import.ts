'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';
import { useAnnounce } from '@/components/ui/announcer';
import { type ImportFileAnswer, importDetailSchema } from '@/lib/ingest/import-answers';
import { isUnfinished } from '@/lib/ingest/import-list-answers';
import { describeImport } from './import-words';

const POLL_MS = 1000;

/** One import, asked for again every second until it has ended; then the page is fetched anew for its quarantined lines. */
export function useImport(initial: ImportFileAnswer): ImportFileAnswer {
  const [polled, setPolled] = useState<ImportFileAnswer | null>(null);
  const router = useRouter();
  const announce = useAnnounce();
  // Once the page itself says that it has ended, the page is right.
  const file = isUnfinished(initial.state) ? (polled ?? initial) : initial;
  const unfinished = isUnfinished(file.state);

  const take = useEffectEvent((next: ImportFileAnswer | null) => {
    if (next === null) return;
    setPolled(next);
    if (isUnfinished(next.state)) return;
    announce(describeImport(next, { named: true }), { quiet: true });
    router.refresh();
  });

  useEffect(() => {
    if (!unfinished) return;
    const controller = new AbortController();
    const timer = setInterval(async () => {
      const next = await fetchImport(initial.id, controller.signal);
      if (!controller.signal.aborted) take(next);
    }, POLL_MS);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, [unfinished, initial.id]);

  return file;
}

async function fetchImport(id: string, signal: AbortSignal): Promise<ImportFileAnswer | null> {
  try {
    const response = await fetch(`/api/v1/imports/${id}?limit=1`, { signal });
    return response.ok ? importDetailSchema.parse(await response.json()).import : null;
  } catch {
    return null;
  }
}
