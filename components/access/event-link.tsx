import Link from 'next/link';
import type { ReactNode } from 'react';
import { pageHref } from '@/components/shell/page-url';

type EventLinkProps = {
  id: string;
  /** The filter under which the event is shown among others, as behind ?. */
  query?: string;
  children: ReactNode;
};

/** To one event, opened among those that it belongs to. */
export function EventLink({ id, query = '', children }: EventLinkProps) {
  const params = new URLSearchParams(query);
  params.set('event', id);
  return (
    <Link
      href={pageHref('/events', params)}
      prefetch={false}
      className="rounded-sm text-accent underline-offset-2 hover:underline"
    >
      {children}
    </Link>
  );
}
