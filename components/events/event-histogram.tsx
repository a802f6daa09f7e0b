'use client';

import { Maximize2, ZoomOut } from 'lucide-react';
import { OutcomeHistogram } from '@/components/charts/outcome-histogram';
import { widerRange } from '@/components/events/wider-range';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { Button, IconButton } from '@/components/ui/button';
import { outcomes } from '@/lib/audit/outcome';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import type { Histogram } from '@/lib/search/event-answers';
import { valueState, withTime, withValueState } from '@/lib/search/event-filter';

/** The chart of the events screen: zooming sets the window, the legend filters by outcome. */
export function EventHistogram({ histogram, gaps }: { histogram: Histogram; gaps: readonly CoverageGap[] }) {
  const { filter, setFilter } = useFilterNavigation();
  const states = Object.fromEntries(outcomes.map((outcome) => [outcome, valueState(filter, 'outcome', outcome)]));
  const open = filter.time.from === null && filter.time.to === null;
  const wider = histogram.total > 0 ? widerRange(histogram) : null;
  return (
    <OutcomeHistogram
      histogram={histogram}
      gaps={gaps}
      label="Events over time"
      states={states}
      onZoom={(from, to) => setFilter(withTime(filter, from, to))}
      onPick={(outcome, exclude) => {
        const wanted = exclude ? 'exclude' : 'include';
        const state = valueState(filter, 'outcome', outcome) === wanted ? 'neutral' : wanted;
        setFilter(withValueState(filter, 'outcome', outcome, state));
      }}
      controls={
        open ? null : (
          <>
            {wider ? (
              <Button size="sm" variant="ghost" onClick={() => setFilter(withTime(filter, wider.from, wider.to))}>
                <ZoomOut size={13} aria-hidden />
                Zoom out
              </Button>
            ) : null}
            <IconButton size="sm" label="Zoom out to all time" onClick={() => setFilter(withTime(filter, null, null))}>
              <Maximize2 size={13} aria-hidden />
            </IconButton>
          </>
        )
      }
    />
  );
}
