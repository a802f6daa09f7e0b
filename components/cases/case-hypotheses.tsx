'use client';

import { type FormEvent, useState } from 'react';
import type { CasePart } from '@/components/cases/case-part';
import { inputClass } from '@/components/cases/field-class';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { VisibleText } from '@/components/ui/value';
import { hypothesisStates } from '@/lib/cases/case-words';

/** What may have happened, and what became of each thought. */
export function CaseHypotheses({ shown, change }: CasePart) {
  const [text, setText] = useState('');
  const open = shown.status === 'open';

  async function add(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === '') return;
    if (await change('POST', '/hypotheses', { text }, 'The hypothesis is added')) setText('');
  }

  return (
    <Panel title="Hypotheses">
      <div className="flex flex-col gap-2 p-3">
        {shown.hypotheses.length === 0 ? (
          <p className="text-sm text-muted">
            {open ? 'None yet. Write down what may have happened before looking for it.' : 'None.'}
          </p>
        ) : (
          <ul className="flex flex-col gap-2">
            {shown.hypotheses.map((hypothesis) => (
              <li key={hypothesis.id} className="flex items-start gap-2 text-sm">
                <select
                  aria-label={`State of “${hypothesis.text}”`}
                  value={hypothesis.state}
                  disabled={!open}
                  onChange={(event) =>
                    void change(
                      'PATCH',
                      `/hypotheses/${hypothesis.id}`,
                      { state: event.target.value },
                      `Marked as ${event.target.value}`,
                    )
                  }
                  className="h-6 shrink-0 rounded-md border border-line-strong bg-surface px-1 text-xs text-ink"
                >
                  {hypothesisStates.map((state) => (
                    <option key={state}>{state}</option>
                  ))}
                </select>
                <span
                  className={
                    hypothesis.state === 'refuted'
                      ? 'min-w-0 break-words text-muted line-through'
                      : 'min-w-0 break-words'
                  }
                >
                  <VisibleText text={hypothesis.text} />
                </span>
              </li>
            ))}
          </ul>
        )}
        {open ? (
          <form onSubmit={(event) => void add(event)} className="flex gap-1">
            <input
              aria-label="New hypothesis"
              placeholder="The token of ci was stolen"
              value={text}
              onChange={(event) => setText(event.target.value)}
              className={inputClass}
            />
            <Button type="submit">Add</Button>
          </form>
        ) : null}
      </div>
    </Panel>
  );
}
