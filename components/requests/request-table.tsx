'use client';

import { ViewToggle } from '@/components/events/view-toggle';
import { RequestRow, requestColumns } from '@/components/requests/request-row';
import { totalWords } from '@/components/requests/request-words';
import { useRequestPages } from '@/components/requests/use-request-pages';
import { useRequestSteps } from '@/components/requests/use-request-steps';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Table, Th } from '@/components/ui/table';
import type { RequestPage } from '@/lib/requests/request-answers';

type TableProps = {
  firstPage: RequestPage;
  /** The search that the page answers, with its window as instants: later pages are asked under the same. */
  query: string;
};

/** The events of the search, a row for each request. */
export function RequestTable({ firstPage, query }: TableProps) {
  const pages = useRequestPages(firstPage, query);
  useRequestSteps(pages.requests);
  return (
    <>
      <div className="flex h-9 shrink-0 items-center gap-3 px-3">
        <h2 className="text-sm font-semibold" data-testid="event-total">
          {totalWords(firstPage)}
        </h2>
        <span className="text-xs text-faint">newest first</span>
        <div className="flex-1" />
        <ViewToggle view="requests" />
      </div>
      <section
        aria-label="Requests, table"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto border-t border-line"
      >
        <Table aria-label="Requests">
          <thead className="sticky top-0 z-10 bg-sunken">
            <tr>
              {requestColumns.map((column) => (
                <Th key={column} align={column === 'Stages' ? 'right' : 'left'}>
                  {column}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pages.requests.map((request) => (
              <RequestRow key={request.id} request={request} />
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
      </section>
    </>
  );
}
