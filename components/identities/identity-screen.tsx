'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { OutcomeHistogram } from '@/components/charts/outcome-histogram';
import { ConditionBar } from '@/components/events/condition-bar';
import { widerRange } from '@/components/events/wider-range';
import { GlyphLegend, LaneChart } from '@/components/identities/lane-chart';
import { LaneTable } from '@/components/identities/lane-table';
import { SessionTable } from '@/components/identities/session-table';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { Value } from '@/components/ui/value';
import type { IdentityTimeline } from '@/lib/identities/timeline-answers';
import { withTime } from '@/lib/search/filter-values';

const views = ['lanes', 'table'] as const;

/** What one identity did over time: lanes by where it came from, and its sessions. */
export function IdentityScreen({ title, timeline }: { title: string; timeline: IdentityTimeline }) {
  const { filter, settledFilter, setFilter, pending } = useFilterNavigation();
  const [view, setView] = useQueryState('lanes', parseAsStringLiteral(views).withDefault('lanes'));
  const { activity, lanes, laneCount, unlisted, sessionCount, gapMinutes } = timeline;
  const wider = activity.total > 0 ? widerRange(activity) : null;
  const zoomed = filter.time.from !== null || filter.time.to !== null;
  return (
    <div aria-busy={pending} className={pending ? 'opacity-60' : ''}>
      <header className="border-b border-line bg-surface px-4 py-3">
        <h1 className="flex min-w-0 items-baseline gap-2 text-lg font-semibold">
          <span className="shrink-0">Sessions of</span> <Value text={title} />
        </h1>
        <p className="mt-1 text-sm" data-testid="timeline-total">
          {formatPlural(activity.total, 'event')} in {formatPlural(laneCount, 'lane')}
          {sessionCount === null ? '' : ` and ${formatPlural(sessionCount, 'session')}`}
          <span className="text-muted"> · a silence of more than {gapMinutes} minutes ends a session</span>
        </p>
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <ConditionBar />
        </div>
      </header>
      {activity.total === 0 ? (
        <EmptyState title="Nothing of this identity is in the time range">
          Choose a longer time range, or take out a condition.
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-3 p-3">
          <Panel
            title="By source IP and user agent"
            aside={
              <span className="flex flex-wrap items-center justify-end gap-3">
                <GlyphLegend />
                <Button size="sm" onClick={() => void setView(view === 'lanes' ? 'table' : 'lanes')}>
                  {view === 'lanes' ? 'Lanes as table' : 'Lanes as chart'}
                </Button>
              </span>
            }
          >
            <div className="ml-60 pt-2 xl:ml-80">
              <OutcomeHistogram
                histogram={activity}
                gaps={[]}
                label="Activity"
                onZoom={(from, to) => setFilter(withTime(filter, from, to))}
                controls={
                  zoomed && wider ? (
                    <Button size="sm" variant="ghost" onClick={() => setFilter(withTime(filter, wider.from, wider.to))}>
                      Zoom out
                    </Button>
                  ) : null
                }
              />
            </div>
            <div className="border-t border-line">
              {view === 'lanes' ? (
                <LaneChart timeline={timeline} filter={settledFilter} />
              ) : (
                <LaneTable timeline={timeline} filter={settledFilter} />
              )}
            </div>
            {laneCount > lanes.length ? (
              <p className="px-3 py-2 text-xs text-muted">
                The {formatCount(lanes.length)} lanes with most events of {formatCount(laneCount)}; the others have{' '}
                {formatPlural(unlisted, 'event')}.
              </p>
            ) : null}
          </Panel>
          <Panel title="Sessions">
            <SessionTable timeline={timeline} filter={settledFilter} />
          </Panel>
        </div>
      )}
    </div>
  );
}
