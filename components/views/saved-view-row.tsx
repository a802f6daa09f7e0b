'use client';

import { Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useAnnounce } from '@/components/ui/announcer';
import { Button, IconButton } from '@/components/ui/button';
import { formatTime } from '@/components/ui/format-time';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { Value, VisibleText } from '@/components/ui/value';
import { visibleText } from '@/components/ui/visible-text';
import { deleteView, patchView } from '@/components/views/ask-views';
import { StartToggle } from '@/components/views/start-toggle';
import { ViewLink } from '@/components/views/view-link';
import type { Person } from '@/lib/people/person';
import { type SavedView, viewNameSchema } from '@/lib/views/view-answers';

type RowProps = { view: SavedView; onClose: () => void; onChanged: () => Promise<void> };

/** A saved view: what it asks, who keeps it, and what can be done with it. */
export function SavedViewRow({ view, onClose, onChanged }: RowProps) {
  const announce = useAnnounce();
  const [state, setState] = useState<'shown' | 'renamed' | 'removed'>('shown');
  const [problem, setProblem] = useState<string | null>(null);
  const name = visibleText(view.name);

  async function remove() {
    const { problem: said } = await deleteView(view.id);
    if (said !== null) return setProblem(said);
    announce(`“${name}” is removed`);
    await onChanged();
  }

  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-1 border-b border-line/50 py-1">
      {state === 'renamed' ? (
        <RenameForm view={view} onEnd={() => setState('shown')} onChanged={onChanged} />
      ) : (
        <>
          <div className="mr-2 flex min-w-0 flex-1 flex-col">
            <ViewLink name={view.name} query={view.query} onOpen={onClose} />
            <Value text={readable(view.query)} mono className="text-muted" />
            <KeptBy view={view} />
          </div>
          {state === 'removed' ? (
            <>
              <span className="text-sm">{view.shared ? 'Remove it for everybody?' : 'Remove it?'}</span>
              <Button size="sm" variant="danger" onClick={() => void remove()}>
                Remove
              </Button>
              <Button size="sm" onClick={() => setState('shown')}>
                Keep
              </Button>
            </>
          ) : (
            <>
              <StartToggle id={view.id} name={name} />
              <IconButton size="sm" label={`Rename ${name}`} onClick={() => setState('renamed')}>
                <Pencil size={14} aria-hidden />
              </IconButton>
              <IconButton size="sm" label={`Remove ${name}`} onClick={() => setState('removed')}>
                <Trash2 size={14} aria-hidden />
              </IconButton>
            </>
          )}
        </>
      )}
      {problem === null ? null : <Notice className="w-full">{problem}</Notice>}
    </li>
  );
}

type RenameProps = { view: SavedView; onEnd: () => void; onChanged: () => Promise<void> };

function RenameForm({ view, onEnd, onChanged }: RenameProps) {
  const [name, setName] = useState(view.name);
  const [problem, setProblem] = useState<string | null>(null);

  async function rename(event: FormEvent) {
    event.preventDefault();
    const wanted = viewNameSchema.safeParse(name);
    if (!wanted.success) return setProblem(wanted.error.issues[0]?.message ?? null);
    const { problem: said } = await patchView(view.id, { name: wanted.data });
    if (said !== null) return setProblem(said);
    await onChanged();
    onEnd();
  }

  return (
    <form onSubmit={(event) => void rename(event)} noValidate className="flex flex-1 items-end gap-2">
      <div className="flex-1">
        <TextField label="Name" value={name} onChange={setName} problem={problem} />
      </div>
      <Button variant="primary" type="submit">
        Rename
      </Button>
      <Button onClick={onEnd}>Cancel</Button>
    </form>
  );
}

/** A view of one's own needs no word on whose it is. */
function KeptBy({ view }: { view: SavedView }) {
  const [zone] = useShownZone();
  const { createdBy, createdAt, changedBy, changedAt, shared } = view;
  const changed = createdAt !== changedAt;
  return (
    <span className="text-xs text-faint">
      Saved {shared ? <By person={createdBy} /> : null} {formatTime(createdAt, zone, true)}
      {changed ? (
        <>
          , changed {shared ? <By person={changedBy} /> : null} {formatTime(changedAt, zone, true)}
        </>
      ) : null}
    </span>
  );
}

function By({ person }: { person: Person }) {
  if (person.how === 'unknown') return 'by somebody unnamed';
  return (
    <>
      by <VisibleText text={person.name} />
      {person.how === 'stated' ? ' (stated)' : ''}
    </>
  );
}

/** "verb=delete · from=now-24h"; without the escapes that only an address needs. */
function readable(query: string): string {
  const pairs = [...new URLSearchParams(query)].map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? 'all events' : pairs.join(' · ');
}
