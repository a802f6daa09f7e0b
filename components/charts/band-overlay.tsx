'use client';

import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { bandInsets } from '@/components/charts/band-shape';
import {
  deviationsAt,
  type NumberedDeviation,
  placeInBand,
  pointWords,
  rangeWords,
} from '@/components/charts/band-words';
import { moveCursor, noCursor } from '@/components/charts/chart-cursor';
import { useAnnounce } from '@/components/ui/announcer';
import { formatCount } from '@/components/ui/format-number';
import { formatTime, type ShownZone } from '@/components/ui/format-time';
import type { BaselinePoint } from '@/lib/baselines/deviation-answers';

type OverlayProps = {
  label: string;
  points: readonly BaselinePoint[];
  stepSeconds: number;
  deviations: readonly NumberedDeviation[];
  zone: ShownZone;
  onOpen?: ((from: string, to: string) => void) | undefined;
};

/** Takes pointer and keys over a band chart: reads point by point, and leads to the events of one. */
export function BandOverlay({ label, points, stepSeconds, deviations, zone, onOpen }: OverlayProps) {
  const announce = useAnnounce();
  const [cursor, setCursor] = useState<number | null>(null);
  const shown = cursor === null ? undefined : points[cursor];

  function indexAt(event: PointerEvent<HTMLElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - box.left) / box.width) * points.length);
    return Math.max(0, Math.min(points.length - 1, index));
  }

  function open(index: number) {
    const start = points[index]?.start;
    if (start === undefined || !onOpen) return;
    onOpen(start, new Date(Date.parse(start) + stepSeconds * 1000).toISOString());
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && cursor !== null) {
      event.preventDefault();
      return open(cursor);
    }
    const next = moveCursor({ cursor, anchor: null }, { key: event.key, shiftKey: false }, points.length);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setCursor(next.cursor);
    const point = next.cursor === null ? undefined : points[next.cursor];
    if (point) announce(pointWords(point, deviationsAt(deviations, point.start, stepSeconds), zone), { quiet: true });
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: role="application" is how a chart takes keys of its own
    <div
      role="application"
      aria-roledescription="chart with expected bands"
      aria-label={`${label}. Arrow keys read the points${onOpen ? ', Enter opens the events of one' : ''}.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a chart that is read by arrow keys is an application of its own
      tabIndex={0}
      onPointerMove={(event) => setCursor(indexAt(event))}
      onPointerLeave={() => setCursor(noCursor.cursor)}
      onBlur={() => setCursor(noCursor.cursor)}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        open(Math.floor(((event.clientX - box.left) / box.width) * points.length));
      }}
      onKeyDown={onKeyDown}
      className={`absolute rounded-sm ${onOpen ? 'cursor-pointer' : ''}`}
      style={bandInsets}
    >
      {shown && cursor !== null ? (
        <>
          <div
            aria-hidden
            className="pointer-events-none absolute inset-y-0 min-w-px bg-ink/10"
            style={{ left: `${(cursor / points.length) * 100}%`, width: `${100 / points.length}%` }}
          />
          <PointTip
            point={shown}
            deviations={deviationsAt(deviations, shown.start, stepSeconds)}
            zone={zone}
            place={(cursor + 0.5) / points.length}
          />
        </>
      ) : null}
    </div>
  );
}

type TipProps = {
  point: BaselinePoint;
  deviations: readonly NumberedDeviation[];
  zone: ShownZone;
  /** From 0 to 1: the tip keeps to the other side. */
  place: number;
};

function PointTip({ point, deviations, zone, place }: TipProps) {
  const side = place > 0.5 ? { right: `calc(${(1 - place) * 100}% + 14px)` } : { left: `calc(${place * 100}% + 14px)` };
  const rows: [string, string][] = [
    ['counted', formatCount(point.actual)],
    ['expected', point.expected === null ? '–' : formatCount(point.expected)],
    ['50 %', rangeWords(point.p50)],
    ['95 %', rangeWords(point.p95)],
    ['99.9 %', rangeWords(point.p999)],
  ];
  const notes = [
    placeInBand(point),
    point.masked ? 'The record has gaps here: neither judged nor learned.' : null,
    point.learning ? 'Learning: too young to be judged by its own habits.' : null,
  ].filter((note) => note !== null);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-0 z-20 w-64 rounded-lg border border-line bg-raised px-3 py-2 text-xs shadow-pop"
      style={side}
    >
      <p className="mb-1 font-mono text-xs text-muted">{formatTime(point.start, zone, true)}</p>
      {rows.map(([name, words]) => (
        <p key={name} className="flex justify-between gap-6">
          <span className="text-muted">{name}</span>
          <span>{words}</span>
        </p>
      ))}
      {notes.map((note) => (
        <p key={note} className="mt-1">
          {note}
        </p>
      ))}
      {deviations.map(({ number, deviation }) => (
        <p key={deviation.id} className="mt-1 border-t border-line pt-1">
          <b>{number}</b> {deviation.explanation.sentence}
        </p>
      ))}
    </div>
  );
}
