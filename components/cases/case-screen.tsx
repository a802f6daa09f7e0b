'use client';

import { CaseHeader } from '@/components/cases/case-header';
import { CaseHypotheses } from '@/components/cases/case-hypotheses';
import { CaseLinks } from '@/components/cases/case-links';
import { CaseNotes } from '@/components/cases/case-notes';
import { CaseRecord } from '@/components/cases/case-record';
import { CaseTimeline } from '@/components/cases/case-timeline';
import { useCase } from '@/components/cases/use-case';
import { CasePacks } from '@/components/packs/case-packs';
import { Notice } from '@/components/ui/notice';
import type { CaseDetail } from '@/lib/cases/case-answers';
import type { Pack } from '@/lib/packs/pack-answers';

/** One case: notes and timeline on the left, what is thought of it and who did what on the right. */
export function CaseScreen({ initial, packs }: { initial: CaseDetail; packs: readonly Pack[] }) {
  const { shown, problem, change } = useCase(initial);
  return (
    <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
      <CaseHeader shown={shown} change={change} />
      {problem === null ? null : <Notice>{problem}</Notice>}
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,2fr)_minmax(300px,1fr)]">
        <div className="flex min-w-0 flex-col gap-3">
          <CaseNotes shown={shown} change={change} />
          <CaseTimeline shown={shown} change={change} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <CaseHypotheses shown={shown} change={change} />
          <CasePacks caseId={shown.id} packs={packs} />
          <CaseLinks shown={shown} change={change} />
          <CaseRecord shown={shown} />
        </div>
      </div>
    </div>
  );
}
