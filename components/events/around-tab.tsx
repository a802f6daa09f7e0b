'use client';

import { useSearchParams } from 'next/navigation';
import { parseAsInteger, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { PivotLink } from '@/components/events/pivot-link';
import { SurroundingLength } from '@/components/events/surrounding-length';
import { usePivots } from '@/components/events/use-pivots';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { describeTimeRange } from '@/components/shell/time-range-words';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { DEFAULT_SURROUNDING_SECONDS, MAX_SURROUNDING_SECONDS } from '@/lib/pivots/surrounding-time';
import type { EventRow } from '@/lib/search/event-answers';

/** Ways on from the event: what happened around it, and what else shares its user, address, object, credential. */
export function AroundTab({ row }: { row: EventRow }) {
  const [asked, setSeconds] = useQueryState('around', parseAsInteger.withDefault(DEFAULT_SURROUNDING_SECONDS));
  const seconds = Math.min(Math.max(1, asked), MAX_SURROUNDING_SECONDS);
  const { settledFilter } = useFilterNavigation();
  const [zone] = useShownZone();
  const answer = usePivots(row.id, seconds, settledFilter.time);
  const params = useSearchParams();
  const carried = new URLSearchParams();
  for (const key of ['tz', 'columns', 'view']) {
    const value = params.get(key);
    if (value !== null) carried.set(key, value);
  }
  // The event stays open in the list of what surrounds it, where it is marked.
  const withEvent = new URLSearchParams([
    ...carried,
    ['event', row.id],
    ['tab', 'around'],
    ['around', String(seconds)],
  ]);

  if (answer.state === 'failed') {
    return (
      <Notice className="m-4">
        What is around this event could not be read. <Button onClick={answer.retry}>Try again</Button>
      </Notice>
    );
  }
  const pivots = answer.state === 'ready' ? answer.pivots : null;
  return (
    <div className="flex flex-col gap-5 py-4" aria-busy={pivots === null}>
      <PivotSection
        title="Surrounding"
        note="by the time at which requests were received, in this cluster"
        controls={<SurroundingLength seconds={seconds} onChange={(next) => void setSeconds(next)} />}
      >
        {pivots?.surrounding.map((pivot) => (
          <PivotLink key={pivot.name} pivot={pivot} carried={withEvent} />
        ))}
      </PivotSection>
      <PivotSection title="Same" note={describeTimeRange(settledFilter.time, zone)}>
        {pivots?.same.map((pivot) => (
          <PivotLink key={pivot.name} pivot={pivot} carried={carried} />
        ))}
      </PivotSection>
    </div>
  );
}

type SectionProps = { title: string; note: string; controls?: ReactNode; children: ReactNode };

function PivotSection({ title, note, controls, children }: SectionProps) {
  return (
    <section aria-label={title}>
      <header className="flex flex-wrap items-baseline gap-x-2 px-4 pb-1">
        <h3 className="text-sm font-semibold">{title}</h3>
        <span className="text-xs text-faint">{note}</span>
      </header>
      {controls ? <div className="px-4 pb-2">{controls}</div> : null}
      {children ?? (
        <div role="status" aria-label="Counting" className="flex flex-col gap-4 px-4 py-2">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
          <Skeleton className="h-4 w-3/5" />
        </div>
      )}
    </section>
  );
}
