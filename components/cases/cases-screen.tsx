'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { CaseTable } from '@/components/cases/case-table';
import { inputClass } from '@/components/cases/field-class';
import { NewCaseDialog } from '@/components/cases/new-case-dialog';
import { pageHref } from '@/components/shell/page-url';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import type { CaseList } from '@/lib/cases/case-answers';

type CaseQuestion = { status: 'open' | 'closed' | null; tag: string | null; text: string | null };

/** All cases; which of them is in the URL. */
export function CasesScreen({ list, asked }: { list: CaseList; asked: CaseQuestion }) {
  const router = useRouter();
  const [creating, setCreating] = useState(false);
  const [text, setText] = useState(asked.text ?? '');
  const any = list.open + list.closed > 0;

  function show(change: Partial<CaseQuestion>) {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...asked, ...change })) if (value) params.set(name, value);
    router.push(pageHref('/cases', params));
  }
  function search(event: FormEvent) {
    event.preventDefault();
    show({ text: text.trim() });
  }

  return (
    <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
      <header className="flex items-center justify-between gap-3">
        <h1 className="text-lg font-semibold">Cases</h1>
        {any ? <NewCaseButton onClick={() => setCreating(true)} /> : null}
      </header>
      {any ? (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <fieldset className="flex overflow-hidden rounded-md border border-line-strong">
              <legend className="sr-only">Status</legend>
              {([null, 'open', 'closed'] as const).map((status) => (
                <button
                  key={status ?? 'all'}
                  type="button"
                  aria-pressed={asked.status === status}
                  onClick={() => show({ status })}
                  className={classNames(
                    'h-7 border-l border-line-strong px-2.5 text-sm first:border-l-0',
                    asked.status === status ? 'bg-selected font-medium' : 'text-muted hover:bg-hover',
                  )}
                >
                  {status === null
                    ? `All ${formatCount(list.open + list.closed)}`
                    : `${status === 'open' ? 'Open' : 'Closed'} ${formatCount(list[status])}`}
                </button>
              ))}
            </fieldset>
            <form onSubmit={search} className="flex w-72 items-center gap-1">
              <input
                type="search"
                aria-label="Words in title, notes or tags"
                placeholder="Words in title, notes or tags"
                value={text}
                onChange={(event) => setText(event.target.value)}
                className={inputClass}
              />
              <Button type="submit">Find</Button>
            </form>
            {asked.tag === null ? null : (
              <Chip tone="include" onRemove={() => show({ tag: null })} removeLabel={`Any tag, not only ${asked.tag}`}>
                tag {asked.tag}
              </Chip>
            )}
          </div>
          <Panel title={formatPlural(list.cases.length, 'case')}>
            {list.cases.length === 0 ? (
              <p className="px-3 py-3 text-sm text-muted">
                No case is like that.{' '}
                <button type="button" onClick={() => router.push('/cases')} className="rounded text-accent underline">
                  Show all cases
                </button>
              </p>
            ) : (
              <CaseTable cases={list.cases} onTag={(tag) => show({ tag })} />
            )}
          </Panel>
        </>
      ) : (
        <EmptyState title="No case yet" action={<NewCaseButton onClick={() => setCreating(true)} />}>
          A case keeps what you find: events, queries, histories of objects and charts, each with its facts as they were
          and a note, on a timeline that others can follow. Open one here, or from an event with “Add to case”.
        </EmptyState>
      )}
      {creating ? <NewCaseDialog onClose={() => setCreating(false)} /> : null}
    </div>
  );
}

function NewCaseButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="primary" aria-haspopup="dialog" onClick={onClick}>
      <Plus size={13} aria-hidden />
      Open a case
    </Button>
  );
}
