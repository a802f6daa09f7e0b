'use client';

import Link from 'next/link';
import { eventsHref } from '@/components/shell/page-url';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { Value } from '@/components/ui/value';
import { findEventField } from '@/lib/audit/event-fields';
import type { NewValues } from '@/lib/search/overview-answers';

/** What the last import brought for the first time: who and what was never seen before. */
export function NewValuesPanel({ news }: { news: NewValues | null }) {
  return (
    <Panel
      title="New with the last import"
      aside={
        news === null ? null : (
          <Link
            href={`/imports/${news.importFileId}`}
            prefetch={false}
            className="flex min-w-0 rounded-sm text-xs text-accent hover:underline"
          >
            <Value text={news.file} mono />
          </Link>
        )
      }
    >
      {news === null ? <p className="px-3 py-3 text-muted">No import has finished yet.</p> : <NewsBody news={news} />}
    </Panel>
  );
}

function NewsBody({ news }: { news: NewValues }) {
  if (news.firstImport) {
    return (
      <p className="px-3 py-3 text-muted">
        It was the first import: everything in it is new ({formatPlural(news.inserted, 'event')}). From the next import
        on, users, workloads, addresses and clients that were never seen before stand here.
      </p>
    );
  }
  if (news.fields.length === 0) {
    return (
      <p className="px-3 py-3 text-muted">
        Nothing new:{' '}
        {news.inserted === 0
          ? 'all its events were there already.'
          : `its ${formatPlural(news.inserted, 'event')} name nobody and nothing that was not seen before.`}
      </p>
    );
  }
  return (
    <dl className="px-3 py-1">
      {news.fields.map(({ field, total, values }) => (
        <div
          key={field}
          className="grid grid-cols-[104px_minmax(0,1fr)] gap-2 border-b border-line/60 py-1.5 last:border-b-0"
        >
          <dt className="text-muted">
            {findEventField(field)?.label} <span className="text-faint">{formatCount(total)}</span>
          </dt>
          <dd className="flex min-w-0 flex-wrap gap-1.5">
            {values.map(({ value, count }) => (
              <Link
                key={value}
                href={eventsHref({ [field]: [value] })}
                prefetch={false}
                className="flex h-5.5 max-w-72 items-center gap-1.5 rounded-md border border-line bg-sunken px-1.5 hover:bg-hover"
              >
                <Value text={value ?? ''} mono />
                <span className="shrink-0 text-xs text-muted">{formatCount(count)}</span>
              </Link>
            ))}
            {total > values.length ? (
              <span className="self-center text-xs text-muted">and {formatCount(total - values.length)} more</span>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
