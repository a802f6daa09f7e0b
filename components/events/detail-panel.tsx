'use client';

import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { AddToCase } from '@/components/cases/add-to-case';
import { DetailBody } from '@/components/events/detail-body';
import { useEventSteps } from '@/components/events/event-steps';
import { useEventDetail } from '@/components/events/use-event-detail';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { Button, IconButton } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';

const failureTitles = {
  missing: 'There is no such event',
  removed: 'This event is no longer kept',
  failed: 'This event could not be read',
};

const failureWords = {
  missing: 'The link may be of another database, or be cut off.',
  removed: 'Removed by retention.',
  failed: 'The server did not answer as expected; its log has the cause.',
};

/** The open event over the right edge of the screen; the list under it stays where it is. */
export function DetailPanel() {
  const { openId, close } = useEventSteps();
  useShortcuts(openId === null ? {} : { Escape: close });
  if (openId === null) return null;
  return <OpenPanel id={openId} />;
}

function OpenPanel({ id }: { id: string }) {
  const { neighbours, step, close } = useEventSteps();
  const detail = useEventDetail(id);
  const { previous, next } = neighbours;
  return (
    <aside
      aria-label="Event"
      aria-busy={detail.state === 'loading'}
      className="absolute inset-y-0 right-0 z-20 flex w-[520px] max-w-full flex-col border-l border-line-strong bg-raised shadow-pop"
    >
      <header className="flex h-10 shrink-0 items-center gap-1 border-b border-line pr-2 pl-4">
        <h2 className="mr-auto text-sm font-semibold">Event</h2>
        <IconButton
          label="Previous event (k)"
          size="sm"
          disabled={previous === null}
          onClick={() => previous && step(previous)}
        >
          <ChevronUp size={15} aria-hidden />
        </IconButton>
        <IconButton label="Next event (j)" size="sm" disabled={next === null} onClick={() => next && step(next)}>
          <ChevronDown size={15} aria-hidden />
        </IconButton>
        {detail.state === 'ready' ? (
          <AddToCase key={id} icon pin={{ kind: 'event', event: id }} what={detail.detail.sentence} />
        ) : null}
        {detail.state === 'ready' ? <CopyButton text={detail.detail.raw} label="Copy the original event" /> : null}
        <IconButton label="Close (Esc)" size="sm" onClick={close}>
          <X size={15} aria-hidden />
        </IconButton>
      </header>
      {detail.state === 'loading' ? <DetailSkeleton /> : null}
      {detail.state === 'ready' ? <DetailBody detail={detail.detail} /> : null}
      {detail.state === 'failed' ? (
        <EmptyState
          title={failureTitles[detail.failure]}
          action={detail.failure === 'failed' ? <Button onClick={detail.retry}>Try again</Button> : null}
        >
          {detail.message ?? failureWords[detail.failure]}
        </EmptyState>
      ) : null}
    </aside>
  );
}

function DetailSkeleton() {
  return (
    <div role="status" aria-label="Loading the event" className="flex flex-col gap-3 p-4">
      <Skeleton className="h-5 w-full" />
      <Skeleton className="h-5 w-2/3" />
      <Skeleton className="mt-4 h-3 w-1/2" />
      <Skeleton className="h-3 w-3/4" />
      <Skeleton className="h-3 w-2/3" />
    </div>
  );
}
