'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { carriedParams, pageHref } from '@/components/shell/page-url';
import { objectKeyOf, objectParams } from '@/lib/objects/object-key';
import type { EventRow } from '@/lib/search/event-answers';

/** From an event to the whole story of its object. */
export function EventTimelines({ row }: { row: EventRow }) {
  const carried = carriedParams(new URLSearchParams(useSearchParams().toString()));
  const key = objectKeyOf(row);
  if (key === null) return null;
  const params = objectParams(key);
  for (const [name, value] of carried)
    if (name === 'from' || name === 'to' || name === 'tz') params.append(name, value);
  return (
    <Link href={pageHref('/objects', params)} prefetch={false} className="text-accent underline underline-offset-2">
      Object history
    </Link>
  );
}
