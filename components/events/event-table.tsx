'use client';

import { useMemo, useRef, useState } from 'react';
import { AddToCase } from '@/components/cases/add-to-case';
import { ColumnChooser } from '@/components/events/column-chooser';
import { eventColumnSet } from '@/components/events/event-columns';
import { EventGrid } from '@/components/events/event-grid';
import { useEventSteps } from '@/components/events/event-steps';
import { LiveStatus } from '@/components/events/live-status';
import { LiveToggle } from '@/components/events/live-toggle';
import { listWithTail } from '@/components/events/tail-rows';
import { useColumns } from '@/components/events/use-columns';
import { useEventPages } from '@/components/events/use-event-pages';
import { useLiveTail } from '@/components/events/use-live-tail';
import { ViewToggle } from '@/components/events/view-toggle';
import { ExportButton } from '@/components/export/export-button';
import { formatPlural } from '@/components/ui/format-number';
import { ViewsButton } from '@/components/views/views-button';
import type { EventPage } from '@/lib/search/event-answers';

type TableProps = {
  firstPage: EventPage;
  /** The search that the page answers, with its window as instants: later pages are asked under the same. */
  query: string;
  /** The place in the evidence from which new events are followed; null where they are not. */
  tailFrom: string | null;
};

/** The events: their exact number, the column chooser, the grid; on top, if asked for, what is committed now. */
export function EventTable({ firstPage, query, tailFrom }: TableProps) {
  const pages = useEventPages(firstPage, query);
  const [columns, setColumns] = useColumns('columns', eventColumnSet);
  const { openId } = useEventSteps();
  const scroller = useRef<HTMLDivElement>(null);
  const [inGrid, setInGrid] = useState(false);
  const live = tailFrom !== null;
  const reading = inGrid || openId !== null;
  const tail = useLiveTail({ start: tailFrom, query, listed: pages.rows, reading });
  // The same list as long as nothing came: who follows it would otherwise be told of a change at every look.
  const rows = useMemo(() => listWithTail(tail.rows, pages.rows), [tail.rows, pages.rows]);
  const added = rows.length - pages.rows.length;

  function resume() {
    scroller.current?.scrollTo({ top: 0 });
    tail.showHeld();
  }

  return (
    <>
      <div className="flex h-9 shrink-0 items-center gap-3 px-3">
        <h2 className="text-sm font-semibold whitespace-nowrap" data-testid="event-total">
          {formatPlural(pages.total, 'event')}
        </h2>
        {live ? (
          <LiveStatus tail={tail} reading={reading} onResume={resume} />
        ) : (
          <span className="text-xs whitespace-nowrap text-faint">newest first</span>
        )}
        <div className="flex-1" />
        <LiveToggle live={live} />
        <ViewsButton />
        <AddToCase
          pin={{ kind: 'query', query }}
          what={`The query behind these ${formatPlural(pages.total, 'event')}`}
        />
        <ExportButton total={pages.total} query={query} columns={columns} />
        <ViewToggle view="events" />
        <ColumnChooser set={eventColumnSet} columns={columns} onChange={setColumns} />
      </div>
      {live && rows.length === 0 ? (
        <p className="border-t border-line px-3 py-10 text-center text-sm text-muted">
          Nothing matches yet. New events appear here as they are committed.
        </p>
      ) : null}
      <EventGrid
        pages={{ ...pages, rows, total: pages.total + added }}
        columns={columns}
        scroller={scroller}
        onReading={setInGrid}
      />
    </>
  );
}
