'use client';

import { CircleUserRound } from 'lucide-react';
import { useState } from 'react';
import { NameDialog } from '@/components/people/name-dialog';
import { usePerson } from '@/components/people/person-context';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Value } from '@/components/ui/value';
import { visibleText } from '@/components/ui/visible-text';

/** Under which name things are kept, and the way to state one. */
export function PersonButton() {
  const { person } = usePerson();
  const [open, setOpen] = useState(false);
  const named = person.how !== 'unknown';
  const words = named ? `You are ${visibleText(person.name)}` : 'Say who you are';
  return (
    <>
      <button
        type="button"
        aria-label={words}
        title={words}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={classNames(buttonClass('ghost'), !named && 'w-7 px-0!')}
      >
        <CircleUserRound size={15} aria-hidden />
        {named ? <Value text={person.name} className="hidden max-w-32 xl:inline-flex" /> : null}
      </button>
      {open ? <NameDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
