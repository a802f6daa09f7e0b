'use client';

import { useEffect, useState } from 'react';
import { Notice } from '@/components/ui/notice';
import { diskAnswerSchema } from '@/lib/ingest/disk-answers';

const EVERY_MS = 30_000;

/** Over every screen while the disk is nearly full: events are refused then, and somebody has to know. */
export function DiskBanner() {
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const look = async () => {
      const now = await fetchProblem(controller.signal);
      if (!controller.signal.aborted && now !== undefined) setProblem(now);
    };
    void look();
    const timer = setInterval(look, EVERY_MS);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, []);
  if (problem === null) return null;
  return (
    <Notice className="m-2">
      New events are refused: {problem}. Make room, or remove old events on the Clusters screen.
    </Notice>
  );
}

/** Undefined where the server does not say: what was known stays. */
async function fetchProblem(signal: AbortSignal): Promise<string | null | undefined> {
  try {
    const answer = diskAnswerSchema.safeParse(await (await fetch('/api/v1/disk', { signal })).json());
    return answer.data?.problem;
  } catch {
    return undefined;
  }
}
