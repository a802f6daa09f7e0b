'use client';

import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { pageHref, withFilter } from '@/components/shell/page-url';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { formatPlural } from '@/components/ui/format-number';
import { formatTime } from '@/components/ui/format-time';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { VisibleText } from '@/components/ui/value';
import { type EventFilter, emptyFilter } from '@/lib/search/filter-state';
import { withTime } from '@/lib/search/filter-values';

export type Suggestion = { words: string; filter: EventFilter; total: number; from: string | null; to: string | null };

type NoMatchProps = {
  suggestions: Suggestion[];
  /** Where the data is, when the window holds no event at all. */
  elsewhere: { from: string | null; to: string | null } | null;
  /** The newest window of the data that is as long as the one asked for. */
  nearest: { from: string; to: string } | null;
};

/** Nothing matches all conditions: what would, with one of them less. */
export function NoMatch({ suggestions, elsewhere, nearest }: NoMatchProps) {
  const { settledFilter } = useFilterNavigation();
  const pathname = usePathname();
  const params = new URLSearchParams(useSearchParams().toString());
  const [zone] = useShownZone();
  // What has just been said needs no line of its own.
  const further = elsewhere ? suggestions.filter(({ words }) => words !== 'the time range') : suggestions;
  const live = new URLSearchParams(params);
  live.set('live', '1');
  live.delete('view');
  // The suggestions were made under the window as instants; links keep the window as it stands in the URL.
  const href = ({ words, filter }: Suggestion) =>
    pageHref(
      pathname,
      withFilter(
        params,
        words === 'the time range' ? filter : withTime(filter, settledFilter.time.from, settledFilter.time.to),
      ),
    );
  return (
    <EmptyState
      title={elsewhere ? 'The time range holds no events' : 'No event matches all conditions'}
      className="pt-16"
      action={
        <>
          <Link href={pageHref(pathname, withFilter(params, emptyFilter))} className={buttonClass()}>
            Clear everything
          </Link>
          <Link href={pageHref(pathname, live)} className={buttonClass()}>
            Wait for such an event
          </Link>
        </>
      }
    >
      {elsewhere?.from && elsewhere.to ? (
        <p className="mb-3">
          The data is from {formatTime(elsewhere.from, zone, true)} to {formatTime(elsewhere.to, zone, true)}.{' '}
          <Link
            href={pageHref(pathname, withFilter(params, withTime(settledFilter, null, null)))}
            className="rounded text-accent underline underline-offset-2"
          >
            Show the whole time range
          </Link>
          {nearest ? (
            <>
              {' or '}
              <Link
                href={pageHref(pathname, withFilter(params, withTime(settledFilter, nearest.from, nearest.to)))}
                className="rounded text-accent underline underline-offset-2"
              >
                as long a time at its end
              </Link>
            </>
          ) : null}
        </p>
      ) : null}
      {further.length === 0 && elsewhere === null ? (
        <p>Leaving out any single one of them does not help.</p>
      ) : (
        <ul className="flex flex-col gap-1 text-left">
          {further.map((suggestion) => (
            <li key={suggestion.words}>
              <Link href={href(suggestion)} className="rounded text-accent underline underline-offset-2">
                Without <VisibleText text={suggestion.words} />
              </Link>
              : {formatPlural(suggestion.total, 'event')}
              {suggestion.words === 'the time range' && suggestion.from && suggestion.to
                ? `, from ${formatTime(suggestion.from, zone, true)} to ${formatTime(suggestion.to, zone, true)}`
                : ''}
            </li>
          ))}
        </ul>
      )}
    </EmptyState>
  );
}
