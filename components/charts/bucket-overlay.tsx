'use client';

import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { BucketTip } from '@/components/charts/bucket-tip';
import { bucketRange, bucketWords } from '@/components/charts/bucket-words';
import { type ChartCursor, moveCursor, noCursor, selectedBars } from '@/components/charts/chart-cursor';
import { plotInsets } from '@/components/charts/plot-insets';
import { useAnnounce } from '@/components/ui/announcer';
import type { ShownZone } from '@/components/ui/format-time';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import type { Histogram } from '@/lib/search/event-answers';

type OverlayProps = {
  histogram: Histogram;
  zone: ShownZone;
  label: string;
  gaps: readonly CoverageGap[];
  /** Zooms to from <= at < to; without it the chart only reads. */
  onZoom?: ((from: string, to: string) => void) | undefined;
  /** Explains from <= at < to: by Shift and drag, by x, and by any drag while `picking`. */
  onExplain?: ((from: string, to: string) => void) | undefined;
  picking?: boolean;
};

const DRAG_PIXELS = 4;

/** Takes pointer and keys over the bars: reading, selecting, zooming. */
export function BucketOverlay({ histogram, zone, label, gaps, onZoom, onExplain, picking = false }: OverlayProps) {
  const { buckets } = histogram;
  const announce = useAnnounce();
  const [state, setState] = useState<ChartCursor>(noCursor);
  const drag = useRef<{ x: number; bar: number; moved: boolean } | null>(null);
  const selection = selectedBars(state);
  const shown = state.cursor === null ? null : buckets[state.cursor];

  function barAt(event: PointerEvent<HTMLElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    const bar = Math.floor(((event.clientX - box.left) / box.width) * buckets.length);
    return Math.max(0, Math.min(buckets.length - 1, bar));
  }

  function choose(bars: [number, number] | null, explain: boolean) {
    const chosen = onExplain && (explain || picking) ? onExplain : onZoom;
    if (bars === null || !chosen) return;
    setState(noCursor);
    chosen(...bucketRange(histogram, bars));
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const bar = barAt(event);
    if (drag.current && Math.abs(event.clientX - drag.current.x) > DRAG_PIXELS) drag.current.moved = true;
    setState({ cursor: bar, anchor: drag.current?.moved ? drag.current.bar : null });
  }

  function onPointerUp(event: PointerEvent<HTMLElement>) {
    const moved = drag.current?.moved ?? false;
    const anchor = drag.current?.bar ?? null;
    drag.current = null;
    if (moved) choose(selectedBars({ cursor: barAt(event), anchor }), event.shiftKey);
  }

  function onKeyDown(event: KeyboardEvent) {
    const explain = event.key === 'x' && onExplain !== undefined;
    if (event.key === 'Enter' || explain) {
      if (state.cursor === null || !onZoom) return;
      event.preventDefault();
      return choose(selection ?? [state.cursor, state.cursor], explain);
    }
    const next = moveCursor(state, event, buckets.length);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setState(next);
    announce(bucketWords(histogram, next, zone, gaps), { quiet: true });
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: role="application" is how a chart takes keys of its own
    <div
      role="application"
      aria-roledescription="bar chart"
      aria-label={`${label}. Arrow keys read the bars${onZoom ? ', Shift and arrows select, Enter zooms, Escape clears' : ''}${onExplain ? ', x explains' : ''}.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a chart that is read by arrow keys is an application of its own
      tabIndex={0}
      onPointerDown={(event) => {
        if (event.button !== 0 || !onZoom) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, bar: barAt(event), moved: false };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
        setState(noCursor);
      }}
      onPointerLeave={() => drag.current === null && setState(noCursor)}
      onBlur={() => setState(noCursor)}
      onKeyDown={onKeyDown}
      className="absolute touch-pan-y rounded-sm data-zoom:cursor-crosshair"
      data-zoom={onZoom ? '' : undefined}
      style={plotInsets}
    >
      {selection ? (
        <Band
          first={selection[0]}
          last={selection[1]}
          count={buckets.length}
          className="bg-accent/20 ring-1 ring-accent"
        />
      ) : state.cursor !== null ? (
        <Band first={state.cursor} last={state.cursor} count={buckets.length} className="bg-ink/8" />
      ) : null}
      {shown && state.cursor !== null ? (
        <BucketTip
          histogram={histogram}
          bars={selection ?? [state.cursor, state.cursor]}
          zone={zone}
          gaps={gaps}
          place={(state.cursor + 0.5) / buckets.length}
        />
      ) : null}
    </div>
  );
}

type BandProps = { first: number; last: number; count: number; className: string };

function Band({ first, last, count, className }: BandProps) {
  const left = `${(first / count) * 100}%`;
  const width = `${((last - first + 1) / count) * 100}%`;
  return <div aria-hidden className={`pointer-events-none absolute inset-y-0 ${className}`} style={{ left, width }} />;
}
