'use client';

import Link from 'next/link';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Value } from '@/components/ui/value';
import { actionRows } from '@/components/workloads/action-rows';
import { requestsHref } from '@/components/workloads/workload-href';
import type { ActionCell } from '@/lib/activity/activity-answers';
import type { EventFilter } from '@/lib/search/filter-state';

const MOST_ROWS = 30;

type MatrixProps = {
  actions: readonly ActionCell[];
  /** The workload's events in the window. */
  filter: EventFilter;
  newIsKnown: boolean;
};

/** Verb by resource with counts; what the workload never did before the window is outlined and says "new". */
export function ActionMatrix({ actions, filter, newIsKnown }: MatrixProps) {
  const { verbs, rows, unlisted, news } = actionRows(actions, MOST_ROWS);
  const allNew = news === actions.length;
  return (
    <Panel title="What it does">
      <div className="overflow-x-auto">
        <Table aria-label="Requests by resource and verb">
          <thead>
            <tr>
              <Th>Resource</Th>
              {verbs.map((verb) => (
                <Th key={verb} align="right" className="font-mono">
                  {verb === '' ? 'no verb' : verb}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ resource, cells }) => (
              <tr key={resource} className="hover:bg-hover">
                <Th scope="row" className="max-w-56 font-mono text-ink">
                  {resource === '' ? <span className="text-muted">no resource</span> : <Value text={resource} mono />}
                </Th>
                {verbs.map((verb) => {
                  const cell = cells.get(verb);
                  return (
                    <Td key={verb} align="right">
                      {cell === undefined ? (
                        <span className="text-faint">·</span>
                      ) : (
                        <CellLink cell={cell} filter={filter} outlined={cell.isNew && !allNew} />
                      )}
                    </Td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <p className="px-3 py-2 text-xs text-muted">
        {unlisted > 0 ? `${formatPlural(unlisted, 'more resource')} with fewer requests. ` : ''}
        {!newIsKnown
          ? 'Choose a start of the time range to see what is new in it.'
          : allNew
            ? 'It did nothing before this time range: all of it is new.'
            : news === 0
              ? 'Nothing here is new: it did all of it before this time range too.'
              : `${formatPlural(news, 'outlined request is', 'outlined requests are')} new: never made before this time range.`}
      </p>
    </Panel>
  );
}

function CellLink({ cell, filter, outlined }: { cell: ActionCell; filter: EventFilter; outlined: boolean }) {
  const [resource, subresource] = cell.resource.split('/', 2);
  const href = requestsHref(filter, {
    verb: [cell.verb || null],
    resource: [resource || null],
    subresource: [subresource ?? null],
  });
  const look = outlined ? 'rounded-md border-2 border-dashed border-danger px-1.5 py-0.5' : 'rounded-sm';
  return (
    <Link
      href={href}
      prefetch={false}
      title={cell.failed > 0 ? `${formatCount(cell.failed)} of these failed` : undefined}
      className={`inline-flex items-center gap-1.5 text-accent hover:underline ${look}`}
    >
      {outlined ? <span className="text-xs font-medium text-danger">new</span> : null}
      {formatCount(cell.requests)}
    </Link>
  );
}
