'use client';

import { TriangleAlert } from 'lucide-react';
import { Fragment } from 'react';
import { changeWords, missingWords, verbWords } from '@/components/objects/write-words';
import { classNames } from '@/components/ui/class-names';
import { OutcomeText } from '@/components/ui/outcome';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { ObjectWrite } from '@/lib/objects/history-answers';

type ListProps = {
  writes: readonly ObjectWrite[];
  order: 'newest' | 'oldest';
  shown: string | null;
  onShow: (id: string) => void;
};

/** Who wrote what when; where writes are missing from the record, a line between says so. */
export function WriteList({ writes, order, shown, onShow }: ListProps) {
  return (
    <ol aria-label="Writes" className="flex flex-col">
      {writes.map((write) => {
        const gap = write.missingWrites > 0 ? <Gap write={write} /> : null;
        return (
          <Fragment key={write.event.id}>
            {order === 'oldest' ? gap : null}
            <li>
              <WriteButton write={write} shown={write.event.id === shown} onShow={() => onShow(write.event.id)} />
            </li>
            {order === 'newest' ? gap : null}
          </Fragment>
        );
      })}
    </ol>
  );
}

function Gap({ write }: { write: ObjectWrite }) {
  return (
    <li className="coverage-hatch border-b border-line">
      <p className="m-1 flex items-start gap-2 rounded-md bg-warn-soft px-2 py-1 text-xs">
        <TriangleAlert size={13} aria-hidden className="mt-0.5 shrink-0 text-client-error-ink" />
        {missingWords(write.missingWrites, write.before === null)}
      </p>
    </li>
  );
}

function WriteButton({ write, shown, onShow }: { write: ObjectWrite; shown: boolean; onShow: () => void }) {
  const { event, state } = write;
  return (
    <button
      type="button"
      id={writeId(event.id)}
      aria-current={shown ? 'true' : undefined}
      onClick={onShow}
      className={classNames(
        'flex w-full flex-col gap-0.5 border-b border-line px-3 py-1.5 text-left -outline-offset-2',
        shown ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <span className="flex w-full items-center gap-3">
        <Time at={event.at} />
        <span className="min-w-0 flex-1 truncate font-medium">{verbWords(write)}</span>
        <OutcomeText outcome={event.outcome} code={event.code} />
      </span>
      <span className="flex w-full min-w-0 items-baseline gap-3 text-xs">
        <Value text={event.impersonatedUser ?? event.user ?? 'no user name'} className="max-w-[55%]" />
        {event.impersonatedUser === null ? null : (
          <span className="shrink-0 text-muted">impersonated by {event.user}</span>
        )}
        {event.sourceIP === null ? null : <Value text={event.sourceIP} mono className="text-muted" />}
      </span>
      <span className="flex w-full items-baseline gap-3 text-xs text-muted">
        <span className="min-w-0 flex-1">
          <Value text={changeWords(write)} />
        </span>
        {state?.source === 'requestObject' ? <span className="shrink-0">as requested</span> : null}
        {state?.generation ? <span className="shrink-0">generation {state.generation}</span> : null}
      </span>
    </button>
  );
}

export function writeId(id: string): string {
  return `write-${id}`;
}
