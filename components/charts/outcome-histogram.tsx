'use client';

import { ChartColumn, Table2 } from 'lucide-react';
import { parseAsBoolean, parseAsStringLiteral, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { BucketOverlay } from '@/components/charts/bucket-overlay';
import { bucketRange, sumBars } from '@/components/charts/bucket-words';
import { CoverageBands } from '@/components/charts/coverage-bands';
import { HistogramTable } from '@/components/charts/histogram-table';
import { MarkedWindow } from '@/components/charts/marked-window';
import { OutcomeBars } from '@/components/charts/outcome-bars';
import { OutcomeLegend } from '@/components/charts/outcome-legend';
import { PLOT_HEIGHT } from '@/components/charts/plot-height';
import { Button, IconButton } from '@/components/ui/button';
import { formatPlural } from '@/components/ui/format-number';
import { formatDuration, formatTime, formatTimeSpan, type ShownZone } from '@/components/ui/format-time';
import { useShownZone } from '@/components/ui/use-shown-zone';
import type { Outcome } from '@/lib/audit/outcome';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import type { Histogram } from '@/lib/search/event-answers';
import type { ValueState } from '@/lib/search/filter-values';

type HistogramProps = {
  histogram: Histogram;
  label: string;
  /** Time of which events are missing. */
  gaps: readonly CoverageGap[];
  onZoom?: (from: string, to: string) => void;
  onExplain?: (from: string, to: string) => void;
  /** Whether the next drag explains instead of zooming. */
  picking?: boolean;
  /** A window that something else on the page is about. */
  marked?: { from: string; to: string } | null;
  /** Stands in the place of the range while it has something to say. */
  hint?: ReactNode;
  onPick?: (outcome: Outcome, exclude: boolean) => void;
  states?: Partial<Record<Outcome, ValueState>>;
  /** More controls, such as zooming out. */
  controls?: ReactNode;
};

/** Events over time by outcome: bars or their table twin, with the range and the width of a bar in words. */
export function OutcomeHistogram(props: HistogramProps) {
  const { histogram, label, gaps, onZoom, onPick, states, controls, hint } = props;
  const [zone] = useShownZone();
  const [view, setView] = useQueryState('chart', parseAsStringLiteral(['bars', 'table'] as const).withDefault('bars'));
  const [log, setLog] = useQueryState('log', parseAsBoolean.withDefault(false));
  const { buckets, bucketSeconds, from, to } = histogram;
  const counts = sumBars(histogram, [0, buckets.length - 1]);
  const range =
    from && to && histogram.total > 0 ? formatTimeSpan(wholeSeconds(from), wholeSeconds(to), zone) : 'no events';
  const words = `${label}, ${range}, ${formatPlural(buckets.length, 'bar')} of ${formatDuration(bucketSeconds)}`;

  return (
    <figure aria-label={label} className="m-0">
      <div className="flex h-7 items-center gap-3 px-3">
        <OutcomeLegend counts={counts} states={states} onPick={onPick} />
        <figcaption className="min-w-0 flex-1 truncate text-right text-xs text-faint" title={range}>
          {hint ?? (
            <>
              {range}
              {histogram.total > 0 ? ` · 1 bar = ${formatDuration(bucketSeconds)}` : ''}
            </>
          )}
        </figcaption>
        <div className="flex shrink-0 items-center gap-1" data-print="hide">
          {controls}
          <Button
            size="sm"
            variant="ghost"
            aria-pressed={log}
            onClick={() => void setLog(!log)}
            className="aria-pressed:bg-selected"
          >
            log
          </Button>
          <IconButton
            size="sm"
            label={view === 'bars' ? 'Show as table' : 'Show as bars'}
            onClick={() => void setView(view === 'bars' ? 'table' : 'bars')}
          >
            {view === 'bars' ? <Table2 size={14} aria-hidden /> : <ChartColumn size={14} aria-hidden />}
          </IconButton>
        </div>
      </div>
      {view === 'bars' ? (
        <div className="relative mt-1" style={{ height: PLOT_HEIGHT }}>
          {histogram.total > 0 ? (
            <OutcomeBars histogram={histogram} scale={log ? 'log' : 'linear'} zone={zone} />
          ) : (
            <p className="flex h-full items-center justify-center text-sm text-faint">{emptyWords(histogram, zone)}</p>
          )}
          {histogram.total > 0 ? (
            <>
              <CoverageBands gaps={gaps} {...endsOf(histogram)} />
              {props.marked ? <MarkedWindow marked={props.marked} {...endsOf(histogram)} /> : null}
              <BucketOverlay
                histogram={histogram}
                zone={zone}
                label={words}
                gaps={gaps}
                onZoom={onZoom}
                onExplain={props.onExplain}
                picking={props.picking ?? false}
              />
            </>
          ) : null}
        </div>
      ) : (
        <section
          aria-label={`${label}, table`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
          tabIndex={0}
          className="mt-1 overflow-auto"
          style={{ height: PLOT_HEIGHT }}
        >
          <HistogramTable histogram={histogram} gaps={gaps} zone={zone} label={label} />
        </section>
      )}
    </figure>
  );
}

/** A window that begins after all data ends where it begins. */
function emptyWords({ from, to }: Histogram, zone: ShownZone): string {
  if (!from || !to) return 'No event matches';
  const [start, end] = [wholeSeconds(from), wholeSeconds(to)];
  return start === end
    ? `No event since ${formatTime(start, zone, true)}`
    : `No event from ${formatTimeSpan(start, end, zone)}`;
}

function endsOf(histogram: Histogram): { from: string; to: string } {
  const [from, to] = bucketRange(histogram, [0, histogram.buckets.length - 1]);
  return { from, to };
}

/** The ends of a window without their microseconds: bars are never narrower than a second. */
function wholeSeconds(time: string): string {
  return time.replace(/\.\d+Z$/, '.000000Z');
}
