'use client';

import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTransition } from 'react';
import { DeviationTable } from '@/components/deviations/deviation-table';
import { shownChoices } from '@/components/deviations/shown-choices';
import { TimelineChart } from '@/components/deviations/timeline-chart';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { Button, buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import type { DeviationList, DeviationTimeline } from '@/lib/activity/activity-answers';
import { withTime } from '@/lib/search/filter-values';

const choiceLabels = { raised: 'Raised', below: 'Below the budget', all: 'All' };

type ScreenProps = { list: DeviationList; timeline: DeviationTimeline | null; nextHref: string | null };

/** What deviated, incident by incident: the raised ones first, and the rest where somebody wants to see it. */
export function DeviationsScreen({ list, timeline, nextHref }: ScreenProps) {
  const { filter, setFilter, pending } = useFilterNavigation();
  const [loading, startTransition] = useTransition();
  const [show, setShow] = useQueryState(
    'show',
    parseAsStringLiteral(shownChoices).withDefault('raised').withOptions({ shallow: false, startTransition }),
  );
  const busy = pending || loading;
  return (
    <div aria-busy={busy} className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
      <header className="flex min-h-7 flex-wrap items-center gap-3">
        <h1 className="text-lg font-semibold">Deviations</h1>
        <p className="flex-1 text-sm text-muted" role="status" data-testid="deviation-total">
          {list.open === 0
            ? 'None waits for a verdict'
            : `${formatPlural(list.open, 'raised deviation')} without a verdict`}
        </p>
        <fieldset className="flex gap-1">
          <legend className="sr-only">Which deviations</legend>
          {shownChoices.map((choice) => (
            <Button
              key={choice}
              size="sm"
              aria-pressed={show === choice}
              onClick={() => void setShow(choice)}
              className="aria-pressed:border-accent aria-pressed:bg-selected"
            >
              {choiceLabels[choice]}
            </Button>
          ))}
        </fieldset>
      </header>
      {timeline ? (
        <TimelineChart timeline={timeline} onZoom={(from, to) => setFilter(withTime(filter, from, to))} />
      ) : null}
      <div className={classNames('flex flex-col gap-3 transition-opacity', busy && 'opacity-60')}>
        {list.deviations.length === 0 ? (
          <EmptyState
            title={show === 'below' ? 'Nothing is below the budget here' : 'Nothing deviated in this time range'}
          >
            {show === 'raised'
              ? 'The alert budget raises only the most certain deviations; “Below the budget” has the rest.'
              : 'A workload is judged when a day of it has been learned. Choose a longer time range to look back.'}
          </EmptyState>
        ) : (
          <Panel>
            <DeviationTable deviations={list.deviations} withWorkload grouped />
          </Panel>
        )}
        {nextHref === null ? null : (
          <Link href={nextHref} prefetch={false} className={classNames(buttonClass(), 'self-center')}>
            Older deviations
          </Link>
        )}
      </div>
    </div>
  );
}
