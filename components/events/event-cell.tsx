'use client';

import type { ColumnId } from '@/components/events/event-columns';
import { findColumn } from '@/components/events/event-columns';
import { OutcomeText } from '@/components/ui/outcome';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { EventRow } from '@/lib/search/event-answers';
import { placeText } from '@/lib/search/object-text';

/** Whether a column holds identifiers, which are set in the monospace. */
const MONO: ReadonlySet<ColumnId> = new Set(['object', 'name', 'auditID', 'sourceIP', 'userAgent']);

/** The content of a cell. Absent is a dash with its word for screen readers. */
export function EventCell({ row, column }: { row: EventRow; column: ColumnId }) {
  if (column === 'at') return <Time at={row.at} />;
  if (column === 'code') return <OutcomeText outcome={row.outcome} code={row.code} />;
  if (column === 'outcome') return <OutcomeText outcome={row.outcome} />;
  if (column === 'object' && row.resource !== null) return <ObjectCell row={row} resource={row.resource} />;
  const text = findColumn(column)?.text(row) ?? null;
  if (text === null) return <Missing />;
  return <Value text={text} mono={MONO.has(column)} />;
}

function ObjectCell({ row, resource }: { row: EventRow; resource: string }) {
  const kind = row.subresource === null ? resource : `${resource}/${row.subresource}`;
  const place = placeText(row);
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Value text={kind} className={place === '' ? '' : 'max-w-[45%] shrink-0 text-muted'} />
      {place === '' ? null : <Value text={place} mono />}
    </span>
  );
}

function Missing() {
  return (
    <span className="text-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">missing</span>
    </span>
  );
}
