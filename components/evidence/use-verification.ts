'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';
import { useAnnounce } from '@/components/ui/announcer';
import { isVerifying, type Verification, verificationSchema } from '@/lib/verify/evidence-answers';
import { describeVerification } from './verification-words';

const POLL_MS = 1000;

type Use = { verification: Verification | null; problem: string | null; start(): void; cancel(): void };

/** The last verification, asked for again every second while it runs, and the ways to start and stop one. */
export function useVerification(initial: Verification | null): Use {
  const [known, setKnown] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const announce = useAnnounce();
  const router = useRouter();
  const running = known !== null && isVerifying(known);
  const id = known?.id;

  const take = useEffectEvent((next: Verification | null) => {
    if (next === null) return;
    setKnown(next);
    if (isVerifying(next)) return;
    announce(describeVerification(next), { quiet: true });
    router.refresh();
  });

  useEffect(() => {
    if (!running || id === undefined) return;
    const controller = new AbortController();
    const timer = setInterval(async () => {
      const next = await ask(`/api/v1/verifications/${id}`, { signal: controller.signal });
      if (!controller.signal.aborted) take(next);
    }, POLL_MS);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, [running, id]);

  async function send(path: string) {
    const next = await ask(path, { method: 'POST' });
    setProblem(next === null ? 'The server did not take it. Is it still there?' : null);
    if (next !== null) setKnown(next);
  }

  return {
    verification: known,
    problem,
    start: () => void send('/api/v1/verifications'),
    cancel: () => void send(`/api/v1/verifications/${id}/cancel`),
  };
}

async function ask(path: string, init: RequestInit): Promise<Verification | null> {
  try {
    const response = await fetch(path, init);
    const answer = response.ok ? verificationSchema.safeParse(await response.json()) : null;
    return answer?.success ? answer.data : null;
  } catch {
    return null;
  }
}
