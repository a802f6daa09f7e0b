'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { pageHref } from '@/components/shell/page-url';
import { objectKeyOf, objectParams } from '@/lib/objects/object-key';
import type { EventRow } from '@/lib/search/event-answers';
import { escapeValue } from '@/lib/search/value-pattern';

/** From an event to the whole story of its object and of who sent it. */
export function EventTimelines({ row }: { row: EventRow }) {
  const params = useSearchParams();
  const carried = ['from', 'to', 'tz'].flatMap((name): [string, string][] => {
    const value = params.get(name);
    return value === null ? [] : [[name, value]];
  });
  const href = (page: string, own: URLSearchParams) => pageHref(page, new URLSearchParams([...own, ...carried]));
  const key = objectKeyOf(row);
  const cluster = escapeValue(row.cluster);
  return (
    <>
      {key === null ? null : (
        <Link href={href('/objects', objectParams(key))} prefetch={false} className={linkClass}>
          Object history
        </Link>
      )}
      {row.user === null ? null : (
        <Link
          href={href('/identities', new URLSearchParams({ user: escapeValue(row.user), cluster }))}
          prefetch={false}
          className={linkClass}
        >
          Sessions
        </Link>
      )}
      {row.workload === null ? null : (
        <Link
          href={href('/workloads/view', new URLSearchParams({ cluster, of: row.workload }))}
          prefetch={false}
          className={linkClass}
        >
          Workload
        </Link>
      )}
      {row.code !== 403 ? null : (
        <Link href={href('/access', deniedParams(row))} prefetch={false} className={linkClass}>
          Allowed later?
        </Link>
      )}
    </>
  );
}

/** The same request among all that were refused. */
function deniedParams(row: EventRow): URLSearchParams {
  const params = new URLSearchParams({ all: 'true' });
  for (const field of [
    'cluster',
    'user',
    'impersonatedUser',
    'verb',
    'resource',
    'subresource',
    'namespace',
  ] as const) {
    const value = row[field];
    params.set(field, value === null ? '' : escapeValue(value));
  }
  return params;
}

const linkClass = 'text-accent underline underline-offset-2';
