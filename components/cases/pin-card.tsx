'use client';

import { Pencil, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { textareaClass } from '@/components/cases/field-class';
import { PersonName } from '@/components/cases/person-name';
import { PinContext } from '@/components/cases/pin-context';
import { PinFactsView } from '@/components/cases/pin-facts-view';
import type { ChangeCase } from '@/components/cases/use-case';
import { Button, IconButton } from '@/components/ui/button';
import { Markdown } from '@/components/ui/markdown';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { VisibleText } from '@/components/ui/value';
import type { CasePin } from '@/lib/cases/case-answers';

type PinProps = { pin: CasePin; open: boolean; change: ChangeCase };

const kindLabels: Record<CasePin['kind'], string> = {
  event: 'Event',
  query: 'Query',
  deviation: 'Deviation',
  object: 'Object history',
  chart: 'Chart',
};

/** One pinned thing: when, what, its frozen facts, the note, and what is around it. */
export function PinCard({ pin, open, change }: PinProps) {
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  return (
    <article className="flex flex-col gap-2 px-3 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        <span className="rounded-sm bg-sunken px-1.5 font-medium text-muted">{kindLabels[pin.kind]}</span>
        {pin.at === null ? <span className="text-muted">no time of its own</span> : <Time at={pin.at} />}
        {pin.until === null || pin.until === pin.at ? null : (
          <span className="flex items-center gap-1 text-muted">
            to <Time at={pin.until} short />
          </span>
        )}
        <span className="flex-1" />
        {open ? (
          <>
            <IconButton
              label={pin.note === '' ? 'Write a note' : 'Change the note'}
              size="sm"
              onClick={() => setEditing(true)}
            >
              <Pencil size={12} aria-hidden />
            </IconButton>
            <IconButton label="Take it off the case" size="sm" onClick={() => setRemoving(true)}>
              <Trash2 size={12} aria-hidden />
            </IconButton>
          </>
        ) : null}
      </div>
      <h3 className="max-h-24 overflow-auto text-sm font-medium break-words">
        {pin.gone === null ? (
          <Link href={pin.href} prefetch={false} className="rounded hover:text-accent hover:underline">
            <VisibleText text={pin.title} />
          </Link>
        ) : (
          <VisibleText text={pin.title} />
        )}
      </h3>
      {editing ? (
        <NoteForm pin={pin} change={change} onDone={() => setEditing(false)} />
      ) : pin.note === '' ? null : (
        <div className="border-l-2 border-accent pl-3">
          <Markdown text={pin.note} />
        </div>
      )}
      {removing ? (
        <Notice>
          Take this off the case? The record keeps that it was pinned.{' '}
          <span className="mt-1 flex gap-2">
            <Button size="sm" onClick={() => setRemoving(false)}>
              Keep it
            </Button>
            <Button
              size="sm"
              variant="danger"
              onClick={() => void change('PATCH', `/pins/${pin.id}`, { remove: true }, 'Taken off the case')}
            >
              Take it off
            </Button>
          </span>
        </Notice>
      ) : null}
      {pin.gone === null ? null : (
        <Notice>
          The original is no longer kept: {pin.gone}. What is left is this copy of its fields, its hash, and the hashes
          that lead from it to its block, which is still in the log: bytes that somebody kept elsewhere can be proved
          with them. Bodies of request and response are gone.
        </Notice>
      )}
      <PinFactsView facts={pin.facts} />
      <PinContext pin={pin} open={open} change={change} />
      <p className="text-xs text-muted">
        Found <Time at={pin.pinnedAt} short /> by <PersonName person={pin.pinnedBy} />
      </p>
    </article>
  );
}

function NoteForm({ pin, change, onDone }: Omit<PinProps, 'open'> & { onDone: () => void }) {
  const [note, setNote] = useState(pin.note);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void change('PATCH', `/pins/${pin.id}`, { note }, 'The note is saved').then((done) => done && onDone());
      }}
    >
      <textarea
        aria-label="Note in Markdown"
        value={note}
        onChange={(event) => setNote(event.target.value)}
        rows={3}
        className={textareaClass}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" type="submit">
          Save
        </Button>
      </div>
    </form>
  );
}
