'use client';

import { AddToCase } from '@/components/cases/add-to-case';
import { OutcomeHistogram } from '@/components/charts/outcome-histogram';
import { narrowedHref } from '@/components/overview/narrowed-href';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { Panel } from '@/components/ui/panel';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import type { Histogram } from '@/lib/search/event-answers';
import { serializeEventFilter } from '@/lib/search/filter-params';
import { withTime } from '@/lib/search/filter-values';

/** Activity over time by outcome. A selection zooms the whole page; an outcome in the legend leads to its events. */
export function ActivityChart({ activity, gaps }: { activity: Histogram; gaps: readonly CoverageGap[] }) {
  const { filter, settledFilter, setFilter, go } = useFilterNavigation();
  return (
    <Panel
      title="Activity"
      aside={
        <AddToCase
          pin={{
            kind: 'chart',
            page: '/overview',
            query: serializeEventFilter(settledFilter).toString(),
            title: 'Activity',
          }}
          what="The chart of activity"
        />
      }
    >
      <div className="py-2">
        <OutcomeHistogram
          histogram={activity}
          gaps={gaps}
          label="Events over time by outcome"
          onZoom={(from, to) => setFilter(withTime(filter, from, to))}
          onPick={(outcome) => go(narrowedHref(settledFilter, { outcome: [outcome] }))}
        />
      </div>
    </Panel>
  );
}
