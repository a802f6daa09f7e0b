'use client';

import { OpenButton } from '@/components/requests/open-button';
import { OutcomeText } from '@/components/ui/outcome';
import { Td } from '@/components/ui/table';
import type { EventRow } from '@/lib/search/event-answers';

/** One stage of a request, under it. */
export function StageRow({ stage, columns }: { stage: EventRow; columns: number }) {
  return (
    <tr className="bg-sunken">
      <Td colSpan={columns} className="pl-10!">
        <span className="flex items-center gap-4">
          <OpenButton row={stage} label={`Open the stage ${stage.stage ?? ''}`}>
            {stage.stage ?? 'no stage'}
          </OpenButton>
          <OutcomeText outcome={stage.outcome} code={stage.code} />
          <span className="text-xs text-muted">level {stage.level ?? 'not known'}</span>
        </span>
      </Td>
    </tr>
  );
}
