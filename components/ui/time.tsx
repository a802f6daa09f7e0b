'use client';

import { timeParts } from '@/components/ui/format-time';
import { useShownZone } from '@/components/ui/use-shown-zone';

/** An instant, to the microsecond unless `short`, with its zone, in the zone that the page shows. */
export function Time({ at, short = false }: { at: string; short?: boolean }) {
  const [zone] = useShownZone();
  const parts = timeParts(at, zone);
  if (parts === null) return <span>{at}</span>;
  return (
    <time dateTime={at} className="font-mono text-xs whitespace-nowrap">
      <span className="text-faint">{parts.date} </span>
      {parts.time}
      {short ? null : <span className="text-muted">{parts.fraction}</span>}
      <span className="text-faint">{parts.offset === 'Z' ? ' UTC' : ` ${parts.offset}`}</span>
    </time>
  );
}
