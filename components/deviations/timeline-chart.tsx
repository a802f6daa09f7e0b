'use client';

import { ChartColumn, Table2 } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { moveCursor } from '@/components/charts/chart-cursor';
import { tickLabel, timeTicks } from '@/components/charts/time-ticks';
import { useWidth } from '@/components/identities/use-width';
import { useAnnounce } from '@/components/ui/announcer';
import { IconButton } from '@/components/ui/button';
import { formatCompact, formatCount, formatPlural } from '@/components/ui/format-number';
import { formatDuration, formatTime, type ShownZone } from '@/components/ui/format-time';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { useShownZone } from '@/components/ui/use-shown-zone';
import type { DeviationTimeline } from '@/lib/activity/activity-answers';

const LABEL = 'Deviations and failed API calls over time';
const HEIGHT = 150;
/** Lane of the deviations, then the bars, then the axis. */
const plot = { left: 44, right: 8, lane: 30, bottom: 20 };

type Bucket = DeviationTimeline['buckets'][number];
type ChartProps = { timeline: DeviationTimeline; onZoom: (from: string, to: string) => void };

/** Above, how many deviated; below, how many calls failed, in the same bars. Enter zooms to the bar that is read. */
export function TimelineChart({ timeline, onZoom }: ChartProps) {
  const [zone] = useShownZone();
  const [asTable, setAsTable] = useState(false);
  const { buckets, bucketSeconds } = timeline;
  if (buckets.length === 0) return null;
  return (
    <Panel
      title={LABEL}
      aside={
        <span className="flex items-center gap-3 text-xs text-faint">
          <span className="flex items-center gap-1.5">
            <span aria-hidden className="text-danger">
              ◆
            </span>
            raised
          </span>
          <span className="flex items-center gap-1.5">
            <span aria-hidden>◇</span> below the budget
          </span>
          <span className="flex items-center gap-1.5">
            <span aria-hidden className="inline-block size-2 rounded-[2px] bg-server-error" /> failed calls
          </span>
          1 bar = {formatDuration(bucketSeconds)}
          <IconButton
            size="sm"
            label={`Show deviations and failed calls as ${asTable ? 'chart' : 'table'}`}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? <ChartColumn size={14} aria-hidden /> : <Table2 size={14} aria-hidden />}
          </IconButton>
        </span>
      }
    >
      <figure aria-label={LABEL} className="m-0 py-2">
        {asTable ? (
          <section
            aria-label={`${LABEL}, table`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
            tabIndex={0}
            className="overflow-auto"
            style={{ height: HEIGHT }}
          >
            <TimelineTable buckets={buckets} zone={zone} />
          </section>
        ) : (
          <TimelinePlot {...{ buckets, bucketSeconds, zone, onZoom }} />
        )}
      </figure>
    </Panel>
  );
}

function TimelineTable({ buckets, zone }: { buckets: readonly Bucket[]; zone: ShownZone }) {
  return (
    <Table aria-label={LABEL}>
      <thead>
        <tr>
          <Th>From</Th>
          <Th align="right">Raised</Th>
          <Th align="right">Below the budget</Th>
          <Th align="right">Failed calls</Th>
        </tr>
      </thead>
      <tbody>
        {buckets.map(({ start, raised, below, failed }) => (
          <tr key={start}>
            <Td className="font-mono text-xs">{formatTime(start, zone, true)}</Td>
            {[raised, below, failed].map((count, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: three fixed columns
              <Td key={i} align="right" className={count === 0 ? 'text-faint' : ''}>
                {formatCount(count)}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

type PlotProps = {
  buckets: readonly Bucket[];
  bucketSeconds: number;
  zone: ShownZone;
  onZoom: ChartProps['onZoom'];
};

function TimelinePlot({ buckets, bucketSeconds, zone, onZoom }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const announce = useAnnounce();
  const [cursor, setCursor] = useState<number | null>(null);
  const most = Math.max(1, ...buckets.map(({ failed }) => failed));
  const step = (width - plot.left - plot.right) / buckets.length;
  const base = HEIGHT - plot.bottom;
  const x = (i: number) => plot.left + i * step;
  const ticks = new Set(
    timeTicks(
      buckets.map(({ start }) => start),
      bucketSeconds,
      zone,
    ),
  );
  const shown = cursor === null ? undefined : buckets[cursor];

  function zoom(index: number) {
    const start = buckets[index]?.start;
    if (start !== undefined) onZoom(start, new Date(Date.parse(start) + bucketSeconds * 1000).toISOString());
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && cursor !== null) {
      event.preventDefault();
      return zoom(cursor);
    }
    const next = moveCursor({ cursor, anchor: null }, { key: event.key, shiftKey: false }, buckets.length);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setCursor(next.cursor);
    const bucket = next.cursor === null ? undefined : buckets[next.cursor];
    if (bucket) announce(`${formatTime(bucket.start, zone, true)}: ${bucketWords(bucket)}`, { quiet: true });
  }

  const indexOf = (event: PointerEvent<HTMLElement> | React.MouseEvent<HTMLElement>) => {
    const place = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - place.left) / place.width) * buckets.length);
    return Math.max(0, Math.min(buckets.length - 1, index));
  };

  return (
    <div ref={box} className="relative" style={{ height: HEIGHT }}>
      {width > 0 ? (
        <svg aria-hidden width={width} height={HEIGHT} className="absolute inset-0">
          <line x1={plot.left} x2={width - plot.right} y1={base} y2={base} stroke="var(--line-strong)" />
          <text x={plot.left - 6} y={plot.lane + 8} textAnchor="end" fontSize={12} fill="var(--faint)">
            {formatCompact(most)}
          </text>
          <text x={plot.left - 6} y={base} textAnchor="end" fontSize={12} fill="var(--faint)">
            0
          </text>
          {buckets.map(({ start, raised, below, failed }, i) => {
            const height = (failed / most) * (base - plot.lane);
            return (
              <g key={start}>
                <rect
                  x={x(i)}
                  width={Math.max(1, step - 1)}
                  y={base - height}
                  height={height}
                  fill="var(--server-error)"
                />
                {raised + below > 0 ? <Mark x={x(i + 0.5)} raised={raised} below={below} /> : null}
                {ticks.has(start) ? (
                  <text
                    x={x(i)}
                    y={HEIGHT - 6}
                    textAnchor={i === 0 ? 'start' : 'middle'}
                    fontSize={12}
                    fill="var(--faint)"
                  >
                    {tickLabel(start, bucketSeconds, zone)}
                  </text>
                ) : null}
              </g>
            );
          })}
        </svg>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: role="application" is how a chart takes keys of its own */}
      <div
        role="application"
        aria-roledescription="bar chart"
        aria-label={`${LABEL}. Arrow keys read the bars, Enter zooms to one.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a chart that is read by arrow keys is an application of its own
        tabIndex={0}
        onPointerMove={(event) => setCursor(indexOf(event))}
        onPointerLeave={() => setCursor(null)}
        onBlur={() => setCursor(null)}
        onClick={(event) => zoom(indexOf(event))}
        onKeyDown={onKeyDown}
        className="absolute cursor-pointer rounded-sm"
        style={{ left: plot.left, right: plot.right, top: 0, bottom: plot.bottom }}
      >
        {shown && cursor !== null ? (
          <>
            <div
              aria-hidden
              className="pointer-events-none absolute inset-y-0 bg-ink/8"
              style={{ left: `${(cursor / buckets.length) * 100}%`, width: `${100 / buckets.length}%` }}
            />
            <p
              aria-hidden
              className="pointer-events-none absolute top-0 z-20 w-max rounded-lg border border-line bg-raised px-3 py-2 text-xs shadow-pop"
              style={
                cursor > buckets.length / 2
                  ? { right: `calc(${100 - (cursor / buckets.length) * 100}% + 14px)` }
                  : { left: `calc(${((cursor + 1) / buckets.length) * 100}% + 14px)` }
              }
            >
              <span className="block font-mono text-xs text-muted">{formatTime(shown.start, zone, true)}</span>
              {bucketWords(shown)}
            </p>
          </>
        ) : null}
      </div>
    </div>
  );
}

/** A diamond, full where one was raised, with how many where there are more. */
function Mark({ x, raised, below }: { x: number; raised: number; below: number }) {
  const count = raised + below;
  return (
    <g>
      <path
        d={`M${x},4 l6,6 l-6,6 l-6,-6Z`}
        fill={raised > 0 ? 'var(--danger)' : 'var(--surface)'}
        stroke={raised > 0 ? 'var(--danger)' : 'var(--faint)'}
        strokeWidth={1.5}
      />
      {count > 1 ? (
        <text x={x} y={27} textAnchor="middle" fontSize={12} fill="var(--muted)">
          {count}
        </text>
      ) : null}
    </g>
  );
}

function bucketWords({ raised, below, failed }: Bucket): string {
  return `${formatCount(raised)} raised, ${formatCount(below)} below the budget, ${formatPlural(failed, 'failed call')}`;
}
