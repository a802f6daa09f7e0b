'use client';

import { EventCell } from '@/components/events/event-cell';
import { OpenButton } from '@/components/requests/open-button';
import { eventColumnOf, type RequestColumnId } from '@/components/requests/request-columns';
import { durationWords } from '@/components/requests/request-words';
import { formatCount } from '@/components/ui/format-number';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { AuditRequest } from '@/lib/requests/request-answers';
import type { EventRow } from '@/lib/search/event-answers';

type CellProps = { request: AuditRequest; last: EventRow; column: RequestColumnId };

/** One value of a request. */
export function RequestCell({ request, last, column }: CellProps) {
  const of = eventColumnOf(column);
  if (column === 'at') {
    return (
      <OpenButton row={last} label={`Open the ${last.stage ?? 'event'}`}>
        <Time at={last.at} />
      </OpenButton>
    );
  }
  if (column === 'user') return <UserCell request={request} user={last.user} />;
  if (of !== null) return <EventCell row={last} column={of} />;
  if (column === 'stages') return <span className="flex-1 text-right">{formatCount(request.stages.length)}</span>;
  const words = durationWords(request);
  const [short, note] = words.split(': ', 2);
  return (
    <span
      className={request.state === 'completed' ? '' : 'font-medium leading-4'}
      title={note === undefined ? undefined : words}
    >
      <span aria-hidden={note !== undefined}>{short}</span>
      {note === undefined ? null : <span className="sr-only">{words}</span>}
      {request.reusedAuditID ? <span className="text-client-error-ink"> · audit ID reused</span> : null}
    </span>
  );
}

function UserCell({ request: { impersonatedUser }, user }: { request: AuditRequest; user: string | null }) {
  return (
    <span className="flex min-w-0 flex-col">
      <Value text={user ?? 'no user name'} />
      {impersonatedUser === null ? null : (
        <span className="flex text-xs text-muted">
          <span className="shrink-0">as&nbsp;</span>
          <Value text={impersonatedUser} />
        </span>
      )}
    </span>
  );
}
