'use client';

import { useEventSteps } from '@/components/events/event-steps';
import { sortedStages } from '@/components/events/request-stages';
import { useEventDetail } from '@/components/events/use-event-detail';
import { classNames } from '@/components/ui/class-names';
import { formatDuration } from '@/components/ui/format-time';
import { OutcomeText } from '@/components/ui/outcome';
import { Time } from '@/components/ui/time';
import { parseRfc3339 } from '@/lib/audit/microseconds';
import { readField } from '@/lib/audit/untrusted';
import type { EventDetail, EventRow } from '@/lib/search/event-answers';

/** All stages of the same request, with how long after its arrival each was written. */
export function RequestTab({ detail }: { detail: EventDetail }) {
  const stages = sortedStages(detail.stages);
  return (
    <div className="p-4">
      <ol className="flex flex-col gap-2">
        {stages.map((stage) => (
          <StageItem key={stage.id} stage={stage} shown={detail} />
        ))}
      </ol>
      <p className="mt-3 text-xs text-muted">
        {stages.length === 1
          ? 'This is the only stage of the request that was recorded.'
          : 'Stages share the audit ID, which clients can choose: compare user and address.'}
      </p>
    </div>
  );
}

function StageItem({ stage, shown }: { stage: EventRow; shown: EventDetail }) {
  const { step } = useEventSteps();
  const current = stage.id === shown.row.id;
  return (
    <li>
      <button
        type="button"
        aria-current={current ? 'true' : undefined}
        disabled={current}
        onClick={() => step(stage.id)}
        className={classNames(
          'flex w-full flex-col gap-0.5 rounded-md border px-3 py-2 text-left',
          current ? 'border-accent bg-selected' : 'border-line hover:bg-hover',
        )}
      >
        <span className="flex items-center justify-between gap-3">
          <span className="font-medium">{stage.stage ?? 'no stage'}</span>
          <OutcomeText outcome={stage.outcome} code={stage.code} />
        </span>
        {current ? <StageTime event={shown.event} /> : <OtherStageTime id={stage.id} />}
      </button>
    </li>
  );
}

function OtherStageTime({ id }: { id: string }) {
  const answer = useEventDetail(id);
  if (answer.state !== 'ready') return <span className="h-5 text-xs text-faint">…</span>;
  return <StageTime event={answer.detail.event} />;
}

function StageTime({ event }: { event: Record<string, unknown> }) {
  const received = readField(event, 'requestReceivedTimestamp');
  const written = readField(event, 'stageTimestamp');
  if (typeof written !== 'string') return <span className="text-xs text-faint">no stageTimestamp</span>;
  const start = typeof received === 'string' ? parseRfc3339(received) : null;
  const end = parseRfc3339(written);
  return (
    <span className="flex items-center justify-between gap-3 text-xs">
      <Time at={written} />
      {start !== null && end !== null ? (
        <span className="text-muted">
          {end === start ? 'on arrival' : `${formatDuration((end - start) / 1_000_000)} after arrival`}
        </span>
      ) : null}
    </span>
  );
}
