'use client';

import { useEffect, useState } from 'react';
import { askCase } from '@/components/cases/ask-case';
import { isPacking, type NewPack, type Pack, packSchema } from '@/lib/packs/pack-answers';

const POLL_MS = 1000;

type Use = { pack: Pack | null; problem: string | null; ask(wanted: NewPack): Promise<void>; cancel(): Promise<void> };

/** One pack, asked for again every second while it is being made. */
export function usePack(initial: Pack | null): Use {
  const [pack, setPack] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const waiting = pack !== null && isPacking(pack);
  const id = pack?.id;

  function take(answer: Pack | null, failed: string | null) {
    setProblem(failed);
    if (answer !== null) setPack(answer);
  }

  useEffect(() => {
    if (!waiting || id === undefined) return;
    let gone = false;
    const timer = setInterval(async () => {
      const { answer } = await askCase('GET', `/api/v1/packs/${id}`, packSchema);
      if (gone || answer === null) return;
      setPack(answer);
    }, POLL_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [waiting, id]);

  return {
    pack,
    problem,
    async ask(wanted) {
      const { answer, problem: failed } = await askCase('POST', '/api/v1/packs', packSchema, wanted);
      take(answer, failed);
    },
    async cancel() {
      const { answer, problem: failed } = await askCase('POST', `/api/v1/packs/${id}/cancel`, packSchema);
      take(answer, failed);
    },
  };
}
