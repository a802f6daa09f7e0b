'use client';

import { aroundTarget, cellTarget } from '@/components/events/cell-condition';
import { EventCell } from '@/components/events/event-cell';
import { type ColumnId, findColumn } from '@/components/events/event-columns';
import { RedactedText } from '@/components/events/redacted-text';
import { ValueActions } from '@/components/events/value-actions';
import { StatisticsButton } from '@/components/statistics/statistics-button';
import { CopyButton } from '@/components/ui/copy-button';
import { VisibleText } from '@/components/ui/value';
import { eventFieldNames, findEventField } from '@/lib/audit/event-fields';
import type { EventRow } from '@/lib/search/event-answers';

const columns: readonly ColumnId[] = ['at', 'name', ...eventFieldNames, 'auditID'];

/** Everything the event is searched by, in the order of the facets. */
export function FieldsTab({ row, targetWorkload }: { row: EventRow; targetWorkload: string | null }) {
  return (
    <dl className="py-2">
      {columns.map((id) => (
        <FieldLine key={id} row={row} id={id} />
      ))}
      {targetWorkload === null ? null : <TargetLine workload={targetWorkload} />}
    </dl>
  );
}

/** What the object is a part of. Nothing is searched by it, so it has no filters, only the whole to copy. */
function TargetLine({ workload }: { workload: string }) {
  return (
    <div className="group/value flex min-h-7 items-start gap-2 px-4 hover:bg-hover">
      <dt className="w-32 shrink-0 py-1 text-xs text-muted">Target workload</dt>
      <dd className="min-w-0 flex-1 py-1 font-mono text-xs break-all whitespace-pre-wrap">
        <VisibleText text={workload} />
      </dd>
      <dd>
        <CopyButton text={workload} label="Copy target workload" />
      </dd>
    </div>
  );
}

function FieldLine({ row, id }: { row: EventRow; id: ColumnId }) {
  const column = findColumn(id);
  if (!column) return null;
  const text = column.text(row);
  const special = id === 'at' || id === 'outcome';
  return (
    <div className="group/value flex min-h-7 items-start gap-2 px-4 hover:bg-hover">
      <dt className="w-32 shrink-0 py-1 text-xs text-muted">{column.label}</dt>
      <dd className="min-w-0 flex-1 py-1 text-xs">
        {text === null ? (
          <span className="text-faint italic">missing: {findEventField(id)?.missing ?? 'not in the event'}</span>
        ) : special ? (
          <EventCell row={row} column={id} />
        ) : (
          <span className="font-mono break-all whitespace-pre-wrap">
            <RedactedText text={text} />
          </span>
        )}
      </dd>
      <dd>
        <ValueActions label={column.label} copy={text} target={cellTarget(row, id)} around={aroundTarget(row, id)}>
          {id === 'at' ? null : <StatisticsButton field={id} label={column.label} />}
        </ValueActions>
      </dd>
    </div>
  );
}
