'use client';

import { ColumnChooser } from '@/components/events/column-chooser';
import { useColumns } from '@/components/events/use-columns';
import { ViewToggle } from '@/components/events/view-toggle';
import { ExportButton } from '@/components/export/export-button';
import {
  eventColumnOf,
  leastTableWidth,
  requestColumnLabel,
  requestColumnSet,
  requestColumnWidth,
} from '@/components/requests/request-columns';
import { RequestRow } from '@/components/requests/request-row';
import { totalWords } from '@/components/requests/request-words';
import { useRequestCursor } from '@/components/requests/use-request-cursor';
import { useRequestPages } from '@/components/requests/use-request-pages';
import { useRequestSteps } from '@/components/requests/use-request-steps';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Table, Th } from '@/components/ui/table';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { ViewsButton } from '@/components/views/views-button';
import type { RequestPage } from '@/lib/requests/request-answers';

type TableProps = {
  firstPage: RequestPage;
  /** The search that the page answers, with its window as instants: later pages are asked under the same. */
  query: string;
};

/** The events of the search, a row for each request, with the columns, keys and export of the event table. */
export function RequestTable({ firstPage, query }: TableProps) {
  const pages = useRequestPages(firstPage, query);
  const [columns, setColumns] = useColumns('requestColumns', requestColumnSet);
  const [zone] = useShownZone();
  const grid = useRequestCursor(pages.requests, columns);
  useRequestSteps(pages.requests);
  return (
    <>
      <div className="flex h-9 shrink-0 items-center gap-3 px-3">
        <h2 className="text-sm font-semibold whitespace-nowrap" data-testid="event-total">
          {totalWords(firstPage)}
        </h2>
        <span className="text-xs whitespace-nowrap text-faint">newest first</span>
        <div className="flex-1" />
        <ViewsButton />
        <ExportButton
          total={firstPage.events}
          query={query}
          columns={columns.flatMap((column) => eventColumnOf(column) ?? [])}
        />
        <ViewToggle view="requests" />
        <ColumnChooser set={requestColumnSet} columns={columns} onChange={setColumns} />
      </div>
      <div className="min-h-0 flex-1 overflow-auto border-t border-line">
        <Table
          role="grid"
          aria-label="Requests"
          aria-activedescendant={grid.activeId}
          tabIndex={0}
          onKeyDown={grid.onKeyDown}
          onFocus={grid.onFocus}
          className="group/grid table-fixed outline-offset-[-2px]"
          style={{ minWidth: leastTableWidth(columns) }}
        >
          <thead className="bg-sunken">
            <tr>
              {columns.map((column) => (
                <Th
                  key={column}
                  align={column === 'stages' ? 'right' : 'left'}
                  style={{ width: requestColumnWidth(column) }}
                >
                  {requestColumnLabel(column)}
                  {column === 'at' ? (
                    <span className="ml-1 text-faint">({zone === 'utc' ? 'UTC' : 'local'})</span>
                  ) : null}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pages.requests.map((request, row) => (
              <RequestRow
                key={request.id}
                request={request}
                row={row}
                columns={columns}
                activeColumn={grid.cursor?.row === row ? grid.cursor.column : null}
              />
            ))}
          </tbody>
        </Table>
        <p className="flex items-center gap-3 px-3 py-2 text-xs text-muted">
          {formatCount(pages.requests.length)} requests listed
          {pages.state === 'failed' ? <span role="status">More could not be read.</span> : null}
          {pages.more ? (
            <Button size="sm" onClick={pages.loadMore} disabled={pages.state === 'loading'}>
              Show more
            </Button>
          ) : null}
        </p>
      </div>
    </>
  );
}
