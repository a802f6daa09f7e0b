'use client';

import { Maximize2, ZoomOut } from 'lucide-react';
import { useEffect, useState } from 'react';
import { OutcomeHistogram } from '@/components/charts/outcome-histogram';
import { widerRange } from '@/components/events/wider-range';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { ExplainControl, ExplainHint } from '@/components/spikes/explain-control';
import { useSpike } from '@/components/spikes/use-spike';
import { Button, IconButton } from '@/components/ui/button';
import { formatRfc3339, parseRfc3339 } from '@/lib/audit/microseconds';
import { outcomes } from '@/lib/audit/outcome';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import type { Histogram } from '@/lib/search/event-answers';
import { valueState, withTime, withValueState } from '@/lib/search/filter-values';
import type { SpikeReference } from '@/lib/spikes/spike-answers';

/** The chart of the events screen: zooming sets the window, explaining asks what is different in one, the legend filters. */
export function EventHistogram({ histogram, gaps }: { histogram: Histogram; gaps: readonly CoverageGap[] }) {
  const { filter, setFilter } = useFilterNavigation();
  const states = Object.fromEntries(outcomes.map((outcome) => [outcome, valueState(filter, 'outcome', outcome)]));
  const open = filter.time.from === null && filter.time.to === null;
  const wider = histogram.total > 0 ? widerRange(histogram) : null;
  const { asked, ask } = useSpike();
  const [picking, setPicking] = useState(false);
  useEscape(picking, () => setPicking(false));

  function explain(from: string, to: string, against: SpikeReference = asked?.against ?? 'rest') {
    setPicking(false);
    ask({ window: { from: parseRfc3339(from) ?? 0, to: parseRfc3339(to) ?? 0 }, against });
  }

  return (
    <OutcomeHistogram
      histogram={histogram}
      gaps={gaps}
      label="Events over time"
      states={states}
      onZoom={(from, to) => setFilter(withTime(filter, from, to))}
      onExplain={explain}
      picking={picking}
      marked={asked ? { from: formatRfc3339(asked.window.from), to: formatRfc3339(asked.window.to) } : null}
      hint={
        picking ? (
          <ExplainHint onAll={() => explain(histogram.from ?? '', histogram.to ?? '', 'daysBefore')} />
        ) : undefined
      }
      onPick={(outcome, exclude) => {
        const wanted = exclude ? 'exclude' : 'include';
        const state = valueState(filter, 'outcome', outcome) === wanted ? 'neutral' : wanted;
        setFilter(withValueState(filter, 'outcome', outcome, state));
      }}
      controls={
        <>
          {histogram.total > 0 ? <ExplainControl picking={picking} onPicking={setPicking} /> : null}
          {open ? null : (
            <>
              {wider ? (
                <Button size="sm" variant="ghost" onClick={() => setFilter(withTime(filter, wider.from, wider.to))}>
                  <ZoomOut size={13} aria-hidden />
                  Zoom out
                </Button>
              ) : null}
              <IconButton
                size="sm"
                label="Zoom out to all time"
                onClick={() => setFilter(withTime(filter, null, null))}
              >
                <Maximize2 size={13} aria-hidden />
              </IconButton>
            </>
          )}
        </>
      }
    />
  );
}

function useEscape(active: boolean, act: () => void): void {
  useEffect(() => {
    if (!active) return;
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && act();
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [active, act]);
}
