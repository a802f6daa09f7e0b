'use client';

import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { EventCell } from '@/components/events/event-cell';
import { useEventSteps } from '@/components/events/event-steps';
import { durationWords } from '@/components/requests/request-words';
import { IconButton } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { formatCount } from '@/components/ui/format-number';
import { OutcomeText } from '@/components/ui/outcome';
import { Td } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { AuditRequest } from '@/lib/requests/request-answers';
import type { EventRow } from '@/lib/search/event-answers';

export const requestColumns = ['Time', 'Duration', 'User', 'Verb', 'Object', 'Code', 'Source IP', 'Stages'] as const;

/** One request: its last stage, how long it took, and on demand all stages. */
export function RequestRow({ request }: { request: AuditRequest }) {
  const [expanded, setExpanded] = useState(false);
  const { openId } = useEventSteps();
  const { stages, state, impersonatedUser } = request;
  const last = stages.at(-1);
  if (!last) return null;
  return (
    <>
      <tr className={classNames('hover:bg-hover', stages.some(({ id }) => id === openId) && 'bg-selected')}>
        <Td className="whitespace-nowrap">
          <IconButton
            size="sm"
            aria-expanded={expanded}
            label={expanded ? 'Hide the stages' : 'Show the stages'}
            onClick={() => setExpanded(!expanded)}
            className="mr-1 align-middle"
          >
            {expanded ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
          </IconButton>
          <OpenButton row={last} label={`Open the ${last.stage ?? 'event'}`}>
            <Time at={last.at} />
          </OpenButton>
        </Td>
        <Td className={classNames('whitespace-nowrap', state === 'completed' ? '' : 'font-medium')}>
          {durationWords(request)}
          {request.reusedAuditID ? <span className="text-client-error-ink"> · audit ID reused</span> : null}
        </Td>
        <Td className="max-w-56">
          <Value text={last.user ?? 'no user name'} />
          {impersonatedUser === null ? null : (
            <span className="flex text-xs text-muted">
              <span className="shrink-0">as&nbsp;</span>
              <Value text={impersonatedUser} />
            </span>
          )}
        </Td>
        <Td>
          <EventCell row={last} column="verb" />
        </Td>
        <Td className="max-w-64 xl:max-w-80">
          <EventCell row={{ ...last, name: nameOf(stages) }} column="object" />
        </Td>
        <Td>
          <OutcomeText outcome={last.outcome} code={last.code} />
        </Td>
        <Td>
          <EventCell row={last} column="sourceIP" />
        </Td>
        <Td align="right">{formatCount(stages.length)}</Td>
      </tr>
      {expanded
        ? stages.map((stage) => (
            <tr key={stage.id} className="bg-sunken">
              <Td colSpan={5} className="pl-10!">
                <OpenButton row={stage} label={`Open the stage ${stage.stage ?? ''}`}>
                  {stage.stage ?? 'no stage'}
                </OpenButton>
              </Td>
              <Td>
                <OutcomeText outcome={stage.outcome} code={stage.code} />
              </Td>
              <Td colSpan={2} className="text-xs text-muted">
                level {stage.level ?? 'not known'}
              </Td>
            </tr>
          ))
        : null}
    </>
  );
}

/** A create has its object's name only from the stage on in which the body was read. */
function nameOf(stages: readonly EventRow[]): string | null {
  return stages.map(({ name }) => name).findLast((name) => name !== null) ?? null;
}

function OpenButton({ row, label, children }: { row: EventRow; label: string; children: ReactNode }) {
  const { open } = useEventSteps();
  return (
    <button type="button" onClick={() => open(row.id)} className="rounded-sm hover:underline">
      <span className="sr-only">{label}: </span>
      {children}
    </button>
  );
}
