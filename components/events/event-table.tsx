'use client';

import { AddToCase } from '@/components/cases/add-to-case';
import { ColumnChooser } from '@/components/events/column-chooser';
import { EventGrid } from '@/components/events/event-grid';
import { useColumns } from '@/components/events/use-columns';
import { useEventPages } from '@/components/events/use-event-pages';
import { ViewToggle } from '@/components/events/view-toggle';
import { ExportButton } from '@/components/export/export-button';
import { formatPlural } from '@/components/ui/format-number';
import type { EventPage } from '@/lib/search/event-answers';

type TableProps = {
  firstPage: EventPage;
  /** The search that the page answers, with its window as instants: later pages are asked under the same. */
  query: string;
};

/** The events: their exact number, the column chooser, the grid. */
export function EventTable({ firstPage, query }: TableProps) {
  const pages = useEventPages(firstPage, query);
  const [columns, setColumns] = useColumns();
  return (
    <>
      <div className="flex h-9 shrink-0 items-center gap-3 px-3">
        <h2 className="text-sm font-semibold" data-testid="event-total">
          {formatPlural(pages.total, 'event')}
        </h2>
        <span className="text-xs text-faint">newest first</span>
        <div className="flex-1" />
        <AddToCase
          pin={{ kind: 'query', query }}
          what={`The query behind these ${formatPlural(pages.total, 'event')}`}
        />
        <ExportButton total={pages.total} query={query} columns={columns} />
        <ViewToggle view="events" />
        <ColumnChooser columns={columns} onChange={setColumns} />
      </div>
      <EventGrid pages={pages} columns={columns} />
    </>
  );
}
