'use client';

import { useSearchParams } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { NameDialog } from '@/components/people/name-dialog';
import { usePerson } from '@/components/people/person-context';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { postView } from '@/components/views/ask-views';
import { viewNameSchema } from '@/lib/views/view-answers';

/** Keeps what the Events screen shows at the moment under a name: for oneself, which needs a name of one's own, or for all. */
export function SaveViewForm({ onSaved }: { onSaved: () => Promise<void> }) {
  const query = useSearchParams().toString();
  const { person, stateName } = usePerson();
  const announce = useAnnounce();
  const named = person.how !== 'unknown';
  const [name, setName] = useState('');
  const [forAll, setForAll] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [naming, setNaming] = useState(false);
  const shared = forAll || !named;

  async function save(event: FormEvent) {
    event.preventDefault();
    setRefused(null);
    const wanted = viewNameSchema.safeParse(name);
    setProblem(wanted.error?.issues[0]?.message ?? null);
    if (!wanted.success) return;
    const { problem: said } = await postView({ name: wanted.data, query, shared });
    if (said !== null) return setRefused(said);
    announce(`Saved as “${wanted.data}”`);
    setName('');
    await onSaved();
  }

  return (
    <form
      onSubmit={(event) => void save(event)}
      noValidate
      className="flex shrink-0 flex-col gap-2 border-b border-line px-4 py-3"
    >
      <div className="flex items-end gap-2">
        <div className="flex-1">
          <TextField label="Save this search as" value={name} onChange={setName} problem={problem} />
        </div>
        <label className="flex h-7 items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="accent-(--accent)"
            checked={shared}
            disabled={!named}
            onChange={(event) => setForAll(event.target.checked)}
          />
          For everybody
        </label>
        <Button variant="primary" type="submit">
          Save
        </Button>
      </div>
      {named || stateName === null ? null : (
        <p className="text-xs text-muted">
          A view of your own needs your name.{' '}
          <button type="button" onClick={() => setNaming(true)} className="rounded-sm text-accent underline">
            Say who you are
          </button>
        </p>
      )}
      {refused === null ? null : <Notice>{refused}</Notice>}
      {naming ? <NameDialog onClose={() => setNaming(false)} /> : null}
    </form>
  );
}
