'use client';

import { Pencil } from 'lucide-react';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import type { CasePart } from '@/components/cases/case-part';
import { CaseStatus } from '@/components/cases/case-status';
import { CloseCaseDialog } from '@/components/cases/close-case-dialog';
import { inputClass } from '@/components/cases/field-class';
import { PersonName } from '@/components/cases/person-name';
import { Button, IconButton } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Time } from '@/components/ui/time';
import { VisibleText } from '@/components/ui/value';

/** What the case is called, whether it is open, and its tags. */
export function CaseHeader({ shown, change }: CasePart) {
  const [editing, setEditing] = useState(false);
  const [closing, setClosing] = useState(false);
  const open = shown.status === 'open';
  return (
    <header className="flex flex-col gap-2">
      <Link href="/cases" prefetch={false} className="self-start rounded text-xs text-accent hover:underline">
        All cases
      </Link>
      {editing ? (
        <HeaderForm shown={shown} change={change} onDone={() => setEditing(false)} />
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="min-w-0 text-lg font-semibold break-words">
            <span className="text-muted">Case {shown.id}</span> <VisibleText text={shown.title} />
          </h1>
          <CaseStatus status={shown.status} />
          {shown.tags.map((tag) => (
            <Chip key={tag}>
              <VisibleText text={tag} />
            </Chip>
          ))}
          {open ? (
            <IconButton label="Change title and tags" size="sm" onClick={() => setEditing(true)}>
              <Pencil size={13} aria-hidden />
            </IconButton>
          ) : null}
          <div className="flex-1" />
          {open ? (
            <Button onClick={() => setClosing(true)}>Close the case</Button>
          ) : (
            <Button onClick={() => void change('PATCH', '', { reopen: true }, 'The case is open again')}>Reopen</Button>
          )}
        </div>
      )}
      <p className="flex flex-wrap items-center gap-x-1.5 text-xs text-muted">
        Opened <Time at={shown.createdAt} short /> by <PersonName person={shown.openedBy} />
        {shown.reason === null ? null : (
          <span className="text-ink">
            · closed: <VisibleText text={shown.reason} />
          </span>
        )}
      </p>
      {closing ? <CloseCaseDialog change={change} onClose={() => setClosing(false)} /> : null}
    </header>
  );
}

function HeaderForm({ shown, change, onDone }: CasePart & { onDone: () => void }) {
  const [title, setTitle] = useState(shown.title);
  const [tags, setTags] = useState(shown.tags.join(', '));

  async function save(event: FormEvent) {
    event.preventDefault();
    const list = tags
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    if (await change('PATCH', '', { version: shown.version, title, tags: list }, 'Saved')) onDone();
  }

  return (
    <form onSubmit={(event) => void save(event)} className="flex flex-wrap items-end gap-2">
      <label className="flex min-w-72 flex-1 flex-col gap-1 text-xs text-muted">
        Title
        <input value={title} onChange={(event) => setTitle(event.target.value)} className={inputClass} />
      </label>
      <label className="flex min-w-56 flex-col gap-1 text-xs text-muted">
        Tags, with commas between them
        <input value={tags} onChange={(event) => setTags(event.target.value)} className={inputClass} />
      </label>
      <Button onClick={onDone}>Cancel</Button>
      <Button type="submit" variant="primary">
        Save
      </Button>
    </form>
  );
}
