'use client';

import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { moveCursor } from '@/components/charts/chart-cursor';
import { plotInsets } from '@/components/charts/plot-insets';
import { CodeMark } from '@/components/overview/code-mark';
import type { CodeSeries } from '@/components/overview/code-series';
import { barCounts, barWindow, barWords } from '@/components/overview/code-words';
import { useAnnounce } from '@/components/ui/announcer';
import { formatCount } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import type { FailuresOverTime } from '@/lib/search/overview-answers';

type OverlayProps = {
  failures: FailuresOverTime;
  series: readonly CodeSeries[];
  zone: ShownZone;
  label: string;
  /** Enter or a click on a bar: the failed events of its window. */
  onOpen: (from: string, to: string) => void;
};

/** Takes pointer and keys over the bars: arrows read them one by one, Enter opens the events of one. */
export function CodeOverlay({ failures, series, zone, label, onOpen }: OverlayProps) {
  const count = failures.buckets.length;
  const announce = useAnnounce();
  const [bar, setBar] = useState<number | null>(null);

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    setBar(Math.max(0, Math.min(count - 1, Math.floor(((event.clientX - box.left) / box.width) * count))));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && bar !== null) {
      event.preventDefault();
      onOpen(...barWindow(failures, bar));
      return;
    }
    const next = moveCursor({ cursor: bar, anchor: null }, { key: event.key, shiftKey: false }, count);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setBar(next.cursor);
    if (next.cursor !== null) announce(barWords(failures, series, next.cursor, zone), { quiet: true });
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: role="application" is how a chart takes keys of its own
    <div
      role="application"
      aria-roledescription="bar chart"
      aria-label={`${label}. Arrow keys read the bars, Enter opens the events of one.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a chart that is read by arrow keys is an application of its own
      tabIndex={0}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setBar(null)}
      onBlur={() => setBar(null)}
      onClick={() => bar !== null && onOpen(...barWindow(failures, bar))}
      onKeyDown={onKeyDown}
      className="absolute cursor-pointer touch-pan-y rounded-sm"
      style={plotInsets}
    >
      {bar === null ? null : (
        <>
          <div
            className="pointer-events-none absolute inset-y-0 bg-ink/8"
            style={{ left: `${(bar / count) * 100}%`, width: `${100 / count}%` }}
          />
          <CodeTip failures={failures} series={series} bar={bar} zone={zone} />
        </>
      )}
    </div>
  );
}

function CodeTip({ failures, series, bar, zone }: Omit<OverlayProps, 'label' | 'onOpen'> & { bar: number }) {
  const [from, to] = barWindow(failures, bar);
  const counts = barCounts(failures, series, bar);
  const place = (bar + 0.5) / failures.buckets.length;
  const side = place > 0.5 ? { right: `calc(${(1 - place) * 100}% + 14px)` } : { left: `calc(${place * 100}% + 14px)` };
  return (
    <div
      aria-hidden
      style={side}
      className="pointer-events-none absolute top-0 z-20 w-max rounded-lg border border-line bg-raised px-3 py-2 text-xs shadow-pop"
    >
      <p className="font-mono text-xs text-muted">{formatTime(from, zone, true)}</p>
      <p className="mb-1 font-mono text-xs text-muted">to {formatTime(to, zone, true)}</p>
      {counts.length === 0 ? <p>no failed calls</p> : null}
      {counts.map(({ code, label, fill, count }) => (
        <p key={code} className="flex items-center gap-1.5">
          <CodeMark fill={fill} />
          <span className="flex-1 pr-6">{label}</span>
          <span>{formatCount(count)}</span>
        </p>
      ))}
    </div>
  );
}
