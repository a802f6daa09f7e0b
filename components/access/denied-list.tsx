'use client';

import Link from 'next/link';
import { DeniedItem } from '@/components/access/denied-item';
import { groupStories } from '@/components/access/story-groups';
import { useAccessParams } from '@/components/access/use-access-params';
import { ConditionBar } from '@/components/events/condition-bar';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { formatPlural } from '@/components/ui/format-number';
import type { DeniedPage } from '@/lib/access/denied-answers';

/** What was refused, the one refused last first; at first only what was allowed later. */
export function DeniedList({ page, all }: { page: DeniedPage; all: boolean }) {
  const { href, change, params } = useAccessParams();
  return (
    <div className="mx-auto flex max-w-[1180px] flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-3">
        <fieldset className="flex overflow-hidden rounded-md border border-line-strong">
          <legend className="sr-only">Which denials</legend>
          {[false, true].map((wanted) => (
            <button
              key={String(wanted)}
              type="button"
              aria-pressed={all === wanted}
              onClick={() => all !== wanted && change({ all: wanted ? 'true' : null, cursor: null })}
              className={classNames(
                'h-7 border-l border-line-strong px-2.5 text-sm first:border-l-0',
                all === wanted ? 'bg-selected font-medium' : 'bg-surface text-muted hover:bg-hover',
              )}
            >
              {wanted ? 'All denials' : 'Allowed later'}
            </button>
          ))}
        </fieldset>
        <p className="text-sm text-muted" role="status" data-testid="denied-total">
          {formatPlural(page.total, 'refused request')} that {page.total === 1 ? 'differs' : 'differ'} in who, what and
          where{page.limited ? ', the newest; there are more' : ''}
        </p>
        <ConditionBar />
      </div>
      {page.denied.length === 0 ? (
        <EmptyState title={page.total === 0 ? 'Nothing was refused' : 'None of them was allowed later'}>
          {page.total === 0
            ? 'No event of this time range has code 403 from authorisation. Choose a longer range or another cluster.'
            : 'Nothing that was refused in this time range was allowed afterwards within it. Choose a longer range, or look at all denials.'}
        </EmptyState>
      ) : (
        <ul className="flex flex-col gap-3" aria-label="Refused requests">
          {groupStories(page.denied).map((story) => (
            <DeniedItem key={story[0]?.key} story={story} />
          ))}
        </ul>
      )}
      {page.nextCursor !== null || params.has('cursor') ? (
        <nav aria-label="Pages" className="flex gap-2">
          {params.has('cursor') ? (
            <Link href={href({ cursor: null })} prefetch={false} className={buttonClass()}>
              To the first
            </Link>
          ) : null}
          {page.nextCursor !== null ? (
            <Link href={href({ cursor: page.nextCursor })} prefetch={false} className={buttonClass()}>
              Older ones
            </Link>
          ) : null}
        </nav>
      ) : null}
    </div>
  );
}
