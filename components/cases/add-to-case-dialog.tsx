'use client';

import Link from 'next/link';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { askCase } from '@/components/cases/ask-case';
import { inputClass, textareaClass } from '@/components/cases/field-class';
import { Button, buttonClass } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { formatDuration } from '@/components/ui/format-time';
import { Notice } from '@/components/ui/notice';
import { VisibleText } from '@/components/ui/value';
import { type CaseSummary, caseDetailSchema, caseListSchema } from '@/lib/cases/case-answers';
import type { NewPin } from '@/lib/cases/case-changes';
import { contextSeconds } from '@/lib/cases/case-words';

type DialogProps = { pin: NewPin; what: string; onClose: () => void };

const LISTED = 8;

/** To which case, with which note, and how much of what is around. */
export function AddToCaseDialog({ pin, what, onClose }: DialogProps) {
  const name = useId();
  const [cases, setCases] = useState<readonly CaseSummary[] | null>(null);
  const [chosen, setChosen] = useState<number | 'new' | null>(null);
  const [title, setTitle] = useState('');
  const [note, setNote] = useState('');
  const [seconds, setSeconds] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState<number | null>(null);

  useEffect(() => {
    let gone = false;
    void askCase('GET', '/api/v1/cases?status=open', caseListSchema).then(({ answer, problem: failed }) => {
      if (gone) return;
      const open = answer?.cases.slice(0, LISTED) ?? [];
      setCases(open);
      setProblem(failed);
      setChosen(open[0]?.id ?? 'new');
    });
    return () => {
      gone = true;
    };
  }, []);

  async function add(event: FormEvent) {
    event.preventDefault();
    if (chosen === null) return;
    setBusy(true);
    const result = await send(chosen);
    setBusy(false);
    setProblem(result.problem);
    if (result.answer !== null) setDone(result.answer.id);
  }

  async function send(target: number | 'new') {
    const opened =
      target === 'new'
        ? await askCase('POST', '/api/v1/cases', caseDetailSchema, { title })
        : { answer: { id: target }, problem: null };
    if (opened.answer === null) return opened;
    const { id } = opened.answer;
    // Another try after a refused pin must not open a second case.
    if (target === 'new') setChosen(id);
    const body = { ...pin, note, ...(seconds > 0 ? { contextSeconds: seconds } : {}) };
    return askCase('POST', `/api/v1/cases/${id}/pins`, caseDetailSchema, body);
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Add to case">
      {done === null ? (
        <form
          onSubmit={(event) => void add(event)}
          noValidate
          className="flex min-h-0 flex-col gap-3 overflow-y-auto p-4 text-sm"
        >
          <p className="line-clamp-3 break-words">
            <VisibleText text={what} />
          </p>
          <fieldset className="flex flex-col">
            <legend className="mb-1 text-xs font-semibold text-muted">Case</legend>
            {cases === null ? <p className="text-muted">Reading the open cases …</p> : null}
            {cases?.map((one) => (
              <label key={one.id} className="flex min-h-7 items-baseline gap-2 rounded-md px-1 hover:bg-hover">
                <input
                  type="radio"
                  name={name}
                  className="translate-y-0.5 accent-(--accent)"
                  checked={chosen === one.id}
                  onChange={() => setChosen(one.id)}
                />
                <span className="text-muted">{one.id}</span>
                <span className="min-w-0 break-words">
                  <VisibleText text={one.title} />
                </span>
              </label>
            ))}
            <div className="flex min-h-7 items-center gap-2 px-1">
              <label className="flex shrink-0 items-baseline gap-2">
                <input
                  type="radio"
                  name={name}
                  className="translate-y-0.5 accent-(--accent)"
                  checked={chosen === 'new'}
                  onChange={() => setChosen('new')}
                />
                A new one
              </label>
              <input
                aria-label="Title of the new case"
                placeholder="Title"
                value={title}
                onFocus={() => setChosen('new')}
                onChange={(event) => setTitle(event.target.value)}
                className={inputClass}
              />
            </div>
          </fieldset>
          <label className="flex flex-col gap-1 text-xs font-semibold text-muted">
            Note, in Markdown
            <textarea
              value={note}
              onChange={(event) => setNote(event.target.value)}
              rows={3}
              className={textareaClass}
            />
          </label>
          <label className="flex items-center gap-2 text-muted">
            What is around it
            <select
              value={seconds}
              onChange={(event) => setSeconds(Number(event.target.value))}
              className="h-7 rounded-md border border-line-strong bg-surface px-1 text-sm text-ink"
            >
              {contextSeconds.map((length) => (
                <option key={length} value={length}>
                  {length === 0 ? 'is not part of the case' : `± ${formatDuration(length)}`}
                </option>
              ))}
            </select>
          </label>
          {problem === null ? null : <Notice>{problem}</Notice>}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button
              type="submit"
              variant="primary"
              disabled={busy || chosen === null || (chosen === 'new' && title.trim() === '')}
            >
              Add to case
            </Button>
          </div>
        </form>
      ) : (
        <div className="flex flex-col gap-3 p-4 text-sm">
          <p role="status">It is pinned to case {done}, with its facts as they are now.</p>
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Close</Button>
            <Link href={`/cases/${done}`} prefetch={false} className={buttonClass('primary')}>
              Go to case {done}
            </Link>
          </div>
        </div>
      )}
    </Dialog>
  );
}
