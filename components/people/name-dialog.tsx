'use client';

import { type FormEvent, useState } from 'react';
import { usePerson } from '@/components/people/person-context';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';
import { VisibleText } from '@/components/ui/value';
import { statedNameSchema } from '@/lib/people/person-name';

/** Says who somebody is to Plumbline and how it knows; without a proxy that is theirs to say. */
export function NameDialog({ onClose }: { onClose: () => void }) {
  const { stateName } = usePerson();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Your name" className="w-[480px]!">
      {stateName === null ? <NamedByProxy onClose={onClose} /> : <NameForm stateName={stateName} onClose={onClose} />}
    </Dialog>
  );
}

function NamedByProxy({ onClose }: { onClose: () => void }) {
  const { person } = usePerson();
  return (
    <div className="flex flex-col gap-3 p-4">
      <p>
        {person.how === 'proxy' ? (
          <>
            You are{' '}
            <strong className="break-words">
              <VisibleText text={person.name} />
            </strong>
            : the reverse proxy in front of Plumbline says so.
          </>
        ) : (
          'The reverse proxy in front of Plumbline names its users, and sent no name with this page. Ask whoever runs it.'
        )}
      </p>
      <div className="flex justify-end">
        <Button onClick={onClose}>Close</Button>
      </div>
    </div>
  );
}

type FormProps = { stateName: (name: string | null) => void; onClose: () => void };

function NameForm({ stateName, onClose }: FormProps) {
  const { person } = usePerson();
  const stated = person.how === 'stated';
  const [name, setName] = useState(stated ? person.name : '');
  const [checked, setChecked] = useState(false);
  const read = statedNameSchema.safeParse(name);
  const problem = read.error?.issues[0]?.message ?? null;

  function save(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (!read.success) return;
    stateName(read.data);
    onClose();
  }

  function forget() {
    stateName(null);
    onClose();
  }

  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-3 p-4">
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        problem={checked ? problem : null}
        hint="Such as alice@example.com; kept in this browser."
      />
      <p className="text-sm text-muted">
        Plumbline has no sign-in yet. What you keep, change or decide is recorded under this name, marked as stated by
        yourself: it proves nothing.
      </p>
      <div className="flex justify-end gap-2">
        {stated ? (
          <Button onClick={forget} className="mr-auto">
            Forget my name
          </Button>
        ) : null}
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" type="submit">
          Save
        </Button>
      </div>
    </form>
  );
}
