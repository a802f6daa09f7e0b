'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { z } from 'zod';

const REFRESH_MILLISECONDS = 60_000;

const answerSchema = z.object({ open: z.number() });

const judged = new EventTarget();

/** A verdict was given: the number is asked for anew. */
export function announceVerdict(): void {
  judged.dispatchEvent(new Event('change'));
}

/** How many raised deviations wait for a verdict; asked anew from time to time and on each screen. */
export function useOpenDeviations(): number {
  const pathname = usePathname();
  const [open, setOpen] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen is the occasion to ask again
  useEffect(() => {
    const controller = new AbortController();
    async function ask() {
      try {
        const response = await fetch('/api/v1/deviations?raised=true&limit=1', { signal: controller.signal });
        const answer = answerSchema.safeParse(await response.json());
        if (answer.success) setOpen(answer.data.open);
      } catch {
        // The number stays as it was: the screens themselves say when the server does not answer.
      }
    }
    void ask();
    const askAgain = () => void ask();
    const timer = setInterval(askAgain, REFRESH_MILLISECONDS);
    judged.addEventListener('change', askAgain);
    return () => {
      clearInterval(timer);
      judged.removeEventListener('change', askAgain);
      controller.abort();
    };
  }, [pathname]);
  return open;
}
