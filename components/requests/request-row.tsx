'use client';

import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useEventSteps } from '@/components/events/event-steps';
import { RequestCell } from '@/components/requests/request-cell';
import type { RequestColumnId } from '@/components/requests/request-columns';
import { lastStage } from '@/components/requests/request-words';
import { StageRow } from '@/components/requests/stage-row';
import { requestCellId } from '@/components/requests/use-request-cursor';
import { IconButton } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Td } from '@/components/ui/table';
import type { AuditRequest } from '@/lib/requests/request-answers';

type RowProps = {
  request: AuditRequest;
  row: number;
  columns: readonly RequestColumnId[];
  /** The column of the cursor where it is in this row. */
  activeColumn: number | null;
};

/** One request: its last stage, how long it took, and on demand all stages. */
export function RequestRow({ request, row, columns, activeColumn }: RowProps) {
  const [expanded, setExpanded] = useState(false);
  const { openId } = useEventSteps();
  const last = lastStage(request);
  if (!last) return null;
  const isOpen = request.stages.some(({ id }) => id === openId);
  return (
    <>
      <tr
        className={classNames(
          'hover:bg-hover',
          isOpen && 'bg-selected',
          activeColumn !== null && !isOpen && 'group-focus/grid:bg-hover',
        )}
      >
        {columns.map((column, index) => (
          <Td
            key={column}
            id={requestCellId({ row, column: index })}
            align={column === 'stages' ? 'right' : 'left'}
            className={classNames(
              'scroll-mt-8',
              index === activeColumn &&
                'group-focus/grid:outline-2 group-focus/grid:-outline-offset-2 group-focus/grid:outline-focus',
            )}
          >
            <span className="flex min-w-0 items-center overflow-x-clip">
              {index === 0 ? (
                <IconButton
                  size="sm"
                  aria-expanded={expanded}
                  label={expanded ? 'Hide the stages' : 'Show the stages'}
                  onClick={() => setExpanded(!expanded)}
                  className="mr-1"
                >
                  {expanded ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
                </IconButton>
              ) : null}
              <RequestCell request={request} last={last} column={column} />
            </span>
          </Td>
        ))}
      </tr>
      {expanded
        ? request.stages.map((stage) => <StageRow key={stage.id} stage={stage} columns={columns.length} />)
        : null}
    </>
  );
}
