'use client';

import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTransition } from 'react';
import { DeviationTable } from '@/components/deviations/deviation-table';
import { groupByIncident, type IncidentGroup } from '@/components/deviations/incident-groups';
import { SeverityMark } from '@/components/deviations/severity-mark';
import { shownChoices } from '@/components/deviations/shown-choices';
import { TimelineChart } from '@/components/deviations/timeline-chart';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { Button, buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { formatPlural } from '@/components/ui/format-number';
import { formatTimeSpan } from '@/components/ui/format-time';
import { Panel } from '@/components/ui/panel';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { VisibleText } from '@/components/ui/value';
import type { DeviationList, DeviationTimeline } from '@/lib/activity/activity-answers';
import { withTime } from '@/lib/search/event-filter';

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
  const groups = groupByIncident(list.deviations);
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
        {groups.length === 0 ? (
          <EmptyState
            title={show === 'below' ? 'Nothing is below the budget here' : 'Nothing deviated in this time range'}
          >
            {show === 'raised'
              ? 'The alert budget raises only the most certain deviations; “Below the budget” has the rest.'
              : 'A workload is judged when a day of it has been learned. Choose a longer time range to look back.'}
          </EmptyState>
        ) : (
          groups.map((group) => <IncidentPanel key={group.deviations[0]?.id} group={group} />)
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

function IncidentPanel({ group }: { group: IncidentGroup }) {
  const [zone] = useShownZone();
  if (group.incidentId === null) {
    return (
      <Panel className="overflow-x-auto">
        <DeviationTable deviations={group.deviations} withWorkload label="One deviation" />
      </Panel>
    );
  }
  const [first, ...others] = group.workloads;
  const of = `${first}${others.length > 0 ? ` and ${formatPlural(others.length, 'other workload')}` : ''}`;
  return (
    <Panel
      className="overflow-x-auto"
      title={
        <span className="flex flex-wrap items-center gap-x-3">
          <SeverityMark severity={group.severity} />
          <span>
            Incident: {formatPlural(group.deviations.length, 'deviation')} of <VisibleText text={of} />
          </span>
        </span>
      }
      aside={<span className="text-xs text-faint">{formatTimeSpan(group.start, group.end, zone)}</span>}
    >
      <DeviationTable deviations={group.deviations} withWorkload label={`Incident of ${of}`} />
    </Panel>
  );
}
