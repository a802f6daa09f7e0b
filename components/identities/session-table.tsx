'use client';

import Link from 'next/link';
import { pageHref } from '@/components/shell/page-url';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { formatRfc3339, parseRfc3339 } from '@/lib/audit/microseconds';
import type { IdentityTimeline } from '@/lib/identities/timeline-answers';
import { serializeEventFilter } from '@/lib/search/filter-params';
import type { EventFilter } from '@/lib/search/filter-state';
import { withTime } from '@/lib/search/filter-values';

const missingWords = {
  tooMany: 'More than two million events are not cut into sessions: choose a shorter time range.',
  conditions: 'Sessions are told from conditions on fields only: take out name, audit ID, text and query.',
  timeout: 'Cutting these events into sessions took too long: choose a shorter time range.',
} as const;

/** The sessions, the newest first; each leads to its events. */
export function SessionTable({ timeline, filter }: { timeline: IdentityTimeline; filter: EventFilter }) {
  const { sessions, sessionCount, sessionsMissing } = timeline;
  if (sessions === null) return <p className="px-3 py-2 text-muted">{missingWords[sessionsMissing ?? 'timeout']}</p>;
  return (
    <>
      <Table aria-label="Sessions">
        <thead>
          <tr>
            <Th>From</Th>
            <Th>To</Th>
            <Th align="right">Length</Th>
            <Th align="right">Events</Th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ from, to, events }) => (
            <tr key={from}>
              <Td>
                <Link
                  prefetch={false}
                  href={pageHref('/events', serializeEventFilter(withTime(filter, from, after(to))))}
                  className="text-accent underline underline-offset-2"
                >
                  <Time at={from} />
                </Link>
              </Td>
              <Td>
                <Time at={to} />
              </Td>
              <Td align="right">{formatDuration(((parseRfc3339(to) ?? 0) - (parseRfc3339(from) ?? 0)) / 1_000_000)}</Td>
              <Td align="right">{formatCount(events)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {sessionCount !== null && sessionCount > sessions.length ? (
        <p className="px-3 py-2 text-xs text-muted">
          The newest {formatCount(sessions.length)} of {formatPlural(sessionCount, 'session')}.
        </p>
      ) : null}
    </>
  );
}

/** A window's end is not in it. */
function after(time: string): string {
  return formatRfc3339((parseRfc3339(time) ?? 0) + 1);
}
