'use client';

import { ChartLine, Table2 } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import { BandOverlay } from '@/components/charts/band-overlay';
import { bandInsets, bandPath, highest, niceTop, runsOf, type Scales, stepPath } from '@/components/charts/band-shape';
import { BandTable } from '@/components/charts/band-table';
import { deviationsAt, type NumberedDeviation } from '@/components/charts/band-words';
import { tickLabel, timeTicks } from '@/components/charts/time-ticks';
import { useWidth } from '@/components/identities/use-width';
import { IconButton } from '@/components/ui/button';
import { formatCompact } from '@/components/ui/format-number';
import { formatDuration, formatTimeSpan, type ShownZone } from '@/components/ui/format-time';
import { useShownZone } from '@/components/ui/use-shown-zone';
import type { BaselinePoint } from '@/lib/baselines/deviation-answers';

type BandChartProps = {
  label: string;
  points: readonly BaselinePoint[];
  stepSeconds: number;
  deviations: readonly NumberedDeviation[];
  height?: number;
  /** One of several: what they have in common stands above them. */
  small?: boolean;
  /** What Enter on a point leads to. */
  onOpen?: (from: string, to: string) => void;
  heading?: ReactNode;
};

/** A label of the time axis has so much room. */
const PIXELS_OF_TICK = 96;

/** Counts with the ranges that were expected of them: the wider the band, the rarer what lies outside of it. */
export function BandChart(props: BandChartProps) {
  const { label, points, stepSeconds, deviations, height = 168, small = false, onOpen, heading } = props;
  const [zone] = useShownZone();
  const [asTable, setAsTable] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [first, last] = [points[0], points[points.length - 1]];
  if (!first || !last) return null;
  const end = new Date(Date.parse(last.start) + stepSeconds * 1000).toISOString();
  const range = formatTimeSpan(first.start, end, zone);
  return (
    <figure aria-label={label} className="m-0">
      <div className="flex min-h-7 items-center gap-3 px-3">
        {heading}
        {small ? null : <BandLegend />}
        <figcaption className="min-w-0 flex-1 truncate text-right text-xs text-faint" title={range}>
          {small ? '' : `${range} · 1 step = ${formatDuration(stepSeconds)}`}
        </figcaption>
        <span className="flex shrink-0 items-center gap-1" data-print="hide">
          <IconButton
            size="sm"
            label={`Show ${label} as ${asTable ? 'chart' : 'table'}`}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? <ChartLine size={14} aria-hidden /> : <Table2 size={14} aria-hidden />}
          </IconButton>
        </span>
      </div>
      {asTable ? (
        <section
          aria-label={`${label}, table`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
          tabIndex={0}
          className="overflow-auto"
          style={{ height }}
        >
          <BandTable points={points} stepSeconds={stepSeconds} deviations={deviations} zone={zone} label={label} />
        </section>
      ) : (
        <div ref={box} className="relative" style={{ height }}>
          {width > 0 ? (
            <>
              <BandPlot {...{ points, stepSeconds, deviations, width, height, zone }} />
              <BandOverlay {...{ label, points, stepSeconds, deviations, zone, onOpen }} />
            </>
          ) : null}
        </div>
      )}
    </figure>
  );
}

type PlotProps = Pick<BandChartProps, 'points' | 'stepSeconds' | 'deviations'> & {
  width: number;
  height: number;
  zone: ShownZone;
};

function BandPlot({ points, stepSeconds, deviations, width, height, zone }: PlotProps) {
  const hatch = useId();
  const { left, right, top, bottom } = bandInsets;
  const most = niceTop(highest(points));
  const scales: Scales = {
    x: (index) => left + (index / points.length) * (width - left - right),
    // Bands go on beyond the top where they would push the counts to the ground.
    y: (count) => top + (1 - Math.min(1.04, count / most)) * (height - top - bottom),
  };
  const starts = points.map(({ start }) => start);
  const ticks = new Set(timeTicks(starts, stepSeconds, zone, Math.max(2, Math.floor(width / PIXELS_OF_TICK))));
  const base = scales.y(0);
  return (
    <svg aria-hidden width={width} height={height} className="absolute inset-0">
      <defs>
        <pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1={0} y1={0} x2={0} y2={6} stroke="var(--faint)" strokeWidth={1.5} opacity={0.5} />
        </pattern>
      </defs>
      {[0, most / 2, most].map((level) => (
        <g key={level}>
          <line x1={left} x2={width - right} y1={scales.y(level)} y2={scales.y(level)} stroke="var(--line)" />
          <text x={left - 6} y={scales.y(level) + 4} textAnchor="end" fontSize={12} fill="var(--faint)">
            {formatCompact(level)}
          </text>
        </g>
      ))}
      {starts.map((start, i) =>
        ticks.has(start) ? (
          <text
            key={start}
            x={Math.min(scales.x(i), width - right - 16)}
            y={height - 6}
            textAnchor={i === 0 ? 'start' : 'middle'}
            fontSize={12}
            fill="var(--faint)"
          >
            {tickLabel(start, stepSeconds, zone)}
          </text>
        ) : null,
      )}
      <path d={bandPath(points, 'p999', scales)} fill="var(--accent)" opacity={0.1} />
      <path d={bandPath(points, 'p95', scales)} fill="var(--accent)" opacity={0.16} />
      <path d={bandPath(points, 'p50', scales)} fill="var(--accent)" opacity={0.24} />
      {runsOf(points, ({ masked }) => masked).map(([from, to]) => (
        <rect
          key={from}
          x={scales.x(from)}
          width={scales.x(to) - scales.x(from)}
          y={top}
          height={base - top}
          fill={`url(#${hatch})`}
        />
      ))}
      <path
        d={stepPath(
          points.map(({ expected }) => expected),
          scales,
        )}
        fill="none"
        stroke="var(--accent)"
        strokeDasharray="3 3"
      />
      <path
        d={stepPath(
          points.map(({ actual }) => actual),
          scales,
        )}
        fill="none"
        stroke="var(--ink)"
        strokeWidth={1.25}
      />
      <line x1={left} x2={width - right} y1={base} y2={base} stroke="var(--line-strong)" />
      {deviations.map((one) => (
        <DeviationRing key={one.deviation.id} {...{ one, points, stepSeconds, scales }} />
      ))}
    </svg>
  );
}

type RingProps = {
  one: NumberedDeviation;
  points: readonly BaselinePoint[];
  stepSeconds: number;
  scales: Scales;
};

/** A ring with the number of the deviation, on the highest count of its time; dashed where it was not raised. */
function DeviationRing({ one, points, stepSeconds, scales }: RingProps) {
  let place = -1;
  for (let i = 0; i < points.length; i++) {
    const point = points[i] as BaselinePoint;
    if (deviationsAt([one], point.start, stepSeconds).length === 0) continue;
    if (place < 0 || point.actual > (points[place]?.actual ?? 0)) place = i;
  }
  if (place < 0) return null;
  const [x, y] = [scales.x(place + 0.5), Math.max(bandInsets.top - 2, scales.y(points[place]?.actual ?? 0))];
  return (
    <g>
      <circle
        cx={x}
        cy={y}
        r={9}
        fill="var(--surface)"
        stroke="var(--danger)"
        strokeWidth={2}
        strokeDasharray={one.deviation.raised ? undefined : '3 2'}
      />
      <text x={x} y={y + 4} textAnchor="middle" fontSize={12} fontWeight={600} fill="var(--ink)">
        {one.number}
      </text>
    </g>
  );
}

const swatch = 'inline-block h-2.5 w-4 rounded-[2px]';

/** What line and shades mean; once for all charts of a panel. */
export function BandLegend() {
  return (
    <ul className="flex shrink-0 flex-wrap items-center gap-x-3 text-xs text-muted">
      <li className="flex items-center gap-1.5">
        <span aria-hidden className="inline-block h-0 w-4 border-t-[1.5px] border-ink" /> counted
      </li>
      <li className="flex items-center gap-1.5">
        <span aria-hidden className="inline-block h-0 w-4 border-t border-accent border-dashed" /> expected
      </li>
      {(
        [
          ['50 %', 'bg-accent/45'],
          ['95 %', 'bg-accent/25'],
          ['99.9 %', 'bg-accent/10'],
        ] as const
      ).map(([words, fill]) => (
        <li key={words} className="flex items-center gap-1.5 max-lg:hidden">
          <span aria-hidden className={`${swatch} ${fill}`} /> {words}
        </li>
      ))}
    </ul>
  );
}
