'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import type { CasePart } from '@/components/cases/case-part';
import { CaseStatus } from '@/components/cases/case-status';
import { inputClass } from '@/components/cases/field-class';
import { Button, IconButton } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { VisibleText } from '@/components/ui/value';

/** Cases that belong together. */
export function CaseLinks({ shown, change }: CasePart) {
  const [number, setNumber] = useState('');
  const open = shown.status === 'open';

  async function link(event: FormEvent) {
    event.preventDefault();
    if (!/^\d+$/.test(number.trim())) return;
    if (await change('POST', '/links', { case: Number(number) }, 'The cases are linked')) setNumber('');
  }

  return (
    <Panel title="Linked cases">
      <div className="flex flex-col gap-2 p-3">
        {shown.linked.length === 0 ? <p className="text-sm text-muted">None.</p> : null}
        <ul className="flex flex-col gap-1 empty:hidden">
          {shown.linked.map(({ id, title, status }) => (
            <li key={id} className="flex items-center gap-2 text-sm">
              <Link
                href={`/cases/${id}`}
                prefetch={false}
                className="min-w-0 flex-1 rounded break-words text-accent hover:underline"
              >
                {id} <VisibleText text={title} />
              </Link>
              <CaseStatus status={status} />
              {open ? (
                <IconButton
                  label={`Take away the link to case ${id}`}
                  size="sm"
                  onClick={() => void change('POST', '/links', { case: id, remove: true }, 'The link is taken away')}
                >
                  <X size={12} aria-hidden />
                </IconButton>
              ) : null}
            </li>
          ))}
        </ul>
        {open ? (
          <form onSubmit={(event) => void link(event)} className="flex gap-1">
            <input
              aria-label="Number of the case to link"
              placeholder="Number of a case"
              inputMode="numeric"
              value={number}
              onChange={(event) => setNumber(event.target.value)}
              className={inputClass}
            />
            <Button type="submit">Link</Button>
          </form>
        ) : null}
      </div>
    </Panel>
  );
}
