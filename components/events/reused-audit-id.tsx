'use client';

import Link from 'next/link';
import { formatCount } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import type { EventDetail } from '@/lib/search/event-answers';

/** Says that other events have this auditID: who relies on it would take them for this one. */
export function ReusedAuditID({ detail }: { detail: EventDetail }) {
  const { auditIDReuse: others, event, row } = detail;
  if (others === null || others === 0 || typeof event.auditID !== 'string') return null;
  const many =
    others === 1 ? '1 other event has' : `${others >= 1000 ? 'At least 1,000' : formatCount(others)} other events have`;
  return (
    <Notice className="mt-2">
      auditID reused: {many} this auditID and stage with other content. Clients can choose the auditID, so compare user
      and address; an aggregated API server or a truncated copy can be the cause too.{' '}
      <Link
        href={`/events?${new URLSearchParams({ auditID: event.auditID, cluster: row.cluster })}`}
        prefetch={false}
        className="text-accent underline underline-offset-2"
      >
        Show all of them
      </Link>
    </Notice>
  );
}
