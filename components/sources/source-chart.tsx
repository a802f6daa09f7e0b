'use client';

import { ChartColumn, Table2 } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { SlotTable } from '@/components/sources/slot-table';
import { IconButton } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { formatTimeSpan } from '@/components/ui/format-time';
import { Panel } from '@/components/ui/panel';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { Value } from '@/components/ui/value';
import type { Source } from '@/lib/ingest/receiver/source-answers';

const HEIGHT = 32;
const BAR = 10;

/** What each source sent, half hour by half hour, all on one scale: bars or their table twin. */
export function SourceChart({ sources }: { sources: readonly Source[] }) {
  const [zone] = useShownZone();
  const [shown, setShown] = useQueryState(
    'chart',
    parseAsStringLiteral(['bars', 'table'] as const).withDefault('bars'),
  );
  const other = shown === 'bars' ? 'table' : 'bars';
  const slots = sources[0]?.slots ?? [];
  const highest = Math.max(1, ...sources.flatMap((source) => source.slots.map((slot) => slot.received)));
  const end = new Date(Date.parse(slots.at(-1)?.start ?? '') + 1_800_000);
  return (
    <Panel
      title="Events received in 24 hours"
      aside={
        <span className="flex items-center gap-2 text-xs text-faint">
          1 bar = 30 min
          <IconButton size="sm" label={`Show events received as ${other}`} onClick={() => void setShown(other)}>
            {shown === 'bars' ? <Table2 size={14} aria-hidden /> : <ChartColumn size={14} aria-hidden />}
          </IconButton>
        </span>
      }
    >
      {shown === 'table' ? (
        <SlotTable sources={sources} zone={zone} />
      ) : (
        <figure className="m-0 flex flex-col gap-1 px-3 py-2">
          {sources.map((source) => (
            <SourceBars key={source.id} source={source} highest={highest} />
          ))}
          <figcaption className="pt-1 text-xs text-faint">
            {slots[0] && !Number.isNaN(end.getTime()) ? formatTimeSpan(slots[0].start, end.toISOString(), zone) : ''} ·
            the highest bar is {formatCount(highest)}
          </figcaption>
        </figure>
      )}
    </Panel>
  );
}

function SourceBars({ source, highest }: { source: Source; highest: number }) {
  const { slots } = source;
  return (
    <div className="flex items-end gap-3 border-b border-line/60 pb-1">
      <span className="flex w-44 shrink-0 text-xs text-muted">
        <Value text={source.label} />
      </span>
      <svg
        role="img"
        aria-label={`${formatCount(source.day.received)} events received from ${source.label} in 24 hours`}
        viewBox={`0 0 ${slots.length * BAR} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-8 w-full"
      >
        {slots.map((slot, i) => {
          const height = slot.received === 0 ? 0 : Math.max(1, (slot.received / highest) * HEIGHT);
          return (
            <rect
              key={slot.start}
              x={i * BAR + 1}
              y={HEIGHT - height}
              width={BAR - 2}
              height={height}
              className={slot.quarantined > 0 ? 'fill-client-error' : 'fill-ok'}
            />
          );
        })}
      </svg>
    </div>
  );
}
