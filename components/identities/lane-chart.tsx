'use client';

import Link from 'next/link';
import { type MouseEvent, useRef } from 'react';
import { bucketRange } from '@/components/charts/bucket-words';
import { plotInsets } from '@/components/charts/plot-insets';
import { glyphAt, glyphPath, glyphRows, LANE_HEIGHT } from '@/components/identities/lane-glyphs';
import { useWidth } from '@/components/identities/use-width';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { pageHref } from '@/components/shell/page-url';
import { formatCount } from '@/components/ui/format-number';
import { outcomeFill } from '@/components/ui/outcome';
import { Value } from '@/components/ui/value';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import { outcomeLabels } from '@/lib/audit/outcome';
import type { IdentityLane, IdentityTimeline } from '@/lib/identities/timeline-answers';
import { serializeEventFilter } from '@/lib/search/filter-params';
import type { EventFilter } from '@/lib/search/filter-state';
import { withTime, withValueState } from '@/lib/search/filter-values';
import { escapeValue } from '@/lib/search/value-pattern';

/** A swim lane for each source IP and user agent. A click in a lane goes to its events at that time. */
export function LaneChart({ timeline, filter }: { timeline: IdentityTimeline; filter: EventFilter }) {
  const { go } = useFilterNavigation();
  const tracks = useRef<HTMLDivElement>(null);
  const width = useWidth(tracks);
  const { activity, lanes } = timeline;
  const buckets = activity.buckets.length;

  function openAt(event: MouseEvent<HTMLElement>, lane: IdentityLane) {
    const box = event.currentTarget.getBoundingClientRect();
    const bucket = Math.floor(((event.clientX - box.left) / box.width) * buckets);
    // The nearest mark: they are small.
    const nearest = lane.marks.reduce<number | null>(
      (best, mark) => (best === null || Math.abs(mark.bucket - bucket) < Math.abs(best - bucket) ? mark.bucket : best),
      null,
    );
    if (nearest !== null) go(laneHref(filter, lane, bucketRange(activity, [nearest, nearest])));
  }

  return (
    <div className="grid grid-cols-[240px_minmax(0,1fr)] xl:grid-cols-[320px_minmax(0,1fr)]">
      <ul aria-label="Lanes">
        {lanes.map((lane) => (
          <li key={laneKey(lane)} className="border-b border-line px-3" style={{ height: LANE_HEIGHT + 1 }}>
            <Link
              prefetch={false}
              href={laneHref(filter, lane, null)}
              className="flex h-full flex-col justify-center gap-0.5 rounded-sm hover:underline"
            >
              <span className="flex items-baseline justify-between gap-3">
                <Value text={lane.sourceIP ?? 'no source IP'} mono />
                <span className="shrink-0 text-xs font-medium">
                  {formatCount(lane.total)}
                  <span className="sr-only"> events</span>
                </span>
              </span>
              <Value text={lane.userAgent ?? 'no user agent'} className="text-xs text-muted" />
            </Link>
          </li>
        ))}
      </ul>
      <div style={{ paddingLeft: plotInsets.left, paddingRight: plotInsets.right }}>
        <div ref={tracks} className="relative">
          {lanes.map((lane) => (
            // Not for the keyboard, which has the links beside and the table of sessions.
            <div
              key={laneKey(lane)}
              aria-hidden
              data-testid="lane-track"
              onClick={(event) => openAt(event, lane)}
              className="relative cursor-pointer border-b border-line hover:bg-hover"
              style={{ height: LANE_HEIGHT + 1 }}
            >
              <SessionBands timeline={timeline} />
              {width > 0 ? (
                <svg aria-hidden width={width} height={LANE_HEIGHT} className="absolute inset-0">
                  {glyphRows.map((outcome) => (
                    <path key={outcome} d={glyphPath(lane, outcome, width, buckets)} fill={outcomeFill[outcome]} />
                  ))}
                </svg>
              ) : null}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function SessionBands({ timeline }: { timeline: IdentityTimeline }) {
  const { activity, sessions } = timeline;
  const [from, to] = bucketRange(activity, [0, activity.buckets.length - 1]).map((time) => parseRfc3339(time) ?? 0);
  if (from === undefined || to === undefined || to <= from || sessions === null) return null;
  return sessions.map((session) => {
    const start = parseRfc3339(session.from) ?? 0;
    const length = (parseRfc3339(session.to) ?? 0) - start;
    return (
      <div
        key={session.from}
        className="absolute inset-y-0 bg-accent/8"
        style={{
          left: `${((start - from) / (to - from)) * 100}%`,
          width: `max(2px, ${(length / (to - from)) * 100}%)`,
        }}
      />
    );
  });
}

/** Which shape is which outcome. */
export function GlyphLegend() {
  return (
    <ul aria-label="Shapes" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {glyphRows.map((outcome) => (
        <li key={outcome} className="flex items-center gap-1.5">
          <svg aria-hidden width="12" height="12">
            <path d={glyphAt(outcome, 6, 6, 4)} fill={outcomeFill[outcome]} />
          </svg>
          {outcomeLabels[outcome]}
        </li>
      ))}
    </ul>
  );
}

export function laneKey({ sourceIP, userAgent }: IdentityLane): string {
  return JSON.stringify([sourceIP, userAgent]);
}

/** The events of a lane; `time` null: of the whole window. */
export function laneHref(filter: EventFilter, lane: IdentityLane, time: [string, string] | null): string {
  const literal = (value: string | null) => (value === null ? null : escapeValue(value));
  const without = { ...filter.conditions };
  delete without.sourceIP;
  delete without.userAgent;
  let next: EventFilter = { ...filter, conditions: without };
  next = withValueState(next, 'sourceIP', literal(lane.sourceIP), 'include');
  next = withValueState(next, 'userAgent', literal(lane.userAgent), 'include');
  if (time) next = withTime(next, ...time);
  return pageHref('/events', serializeEventFilter(next));
}
