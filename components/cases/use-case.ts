'use client';

import { useState } from 'react';
import { askCase } from '@/components/cases/ask-case';
import { useAnnounce } from '@/components/ui/announcer';
import { type CaseDetail, caseDetailSchema } from '@/lib/cases/case-answers';

export type ChangeCase = (
  method: 'POST' | 'PATCH',
  /** Under the case's own address, such as `/pins/3`. */
  path: string,
  body: object,
  /** What is said when it is done. */
  done: string,
) => Promise<boolean>;

/** The case on the screen: every answer to a change is the whole case anew. */
export function useCase(initial: CaseDetail): { shown: CaseDetail; problem: string | null; change: ChangeCase } {
  const [shown, setShown] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const announce = useAnnounce();
  const change: ChangeCase = async (method, path, body, done) => {
    const result = await askCase(method, `/api/v1/cases/${shown.id}${path}`, caseDetailSchema, body);
    setProblem(result.problem);
    if (result.answer === null) return false;
    setShown(result.answer);
    announce(done);
    return true;
  };
  return { shown, problem, change };
}
