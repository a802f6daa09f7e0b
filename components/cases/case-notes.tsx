'use client';

import { useState } from 'react';
import type { CasePart } from '@/components/cases/case-part';
import { textareaClass } from '@/components/cases/field-class';
import { Button } from '@/components/ui/button';
import { Markdown } from '@/components/ui/markdown';
import { Panel } from '@/components/ui/panel';

/** The story of the case, in Markdown. What was typed stays until it is saved. */
export function CaseNotes({ shown, change }: CasePart) {
  const [draft, setDraft] = useState<{ text: string; version: number } | null>(null);
  const open = shown.status === 'open';

  async function save(text: string, version: number) {
    if (await change('PATCH', '', { version, notes: text }, 'The notes are saved')) setDraft(null);
  }

  return (
    <Panel
      title="Notes"
      aside={
        open && draft === null ? (
          <Button size="sm" onClick={() => setDraft({ text: shown.notes, version: shown.version })}>
            {shown.notes === '' ? 'Write' : 'Edit'}
          </Button>
        ) : null
      }
    >
      <div className="p-3">
        {draft === null ? (
          shown.notes === '' ? (
            <p className="text-sm text-muted">
              {open ? 'Nothing written yet: what happened, what is known, what to do next.' : 'No notes.'}
            </p>
          ) : (
            <Markdown text={shown.notes} />
          )
        ) : (
          <form
            className="flex flex-col gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              void save(draft.text, draft.version);
            }}
          >
            <textarea
              aria-label="Notes in Markdown"
              value={draft.text}
              onChange={(event) => setDraft({ ...draft, text: event.target.value })}
              rows={12}
              className={`${textareaClass} font-mono text-xs`}
            />
            <div className="flex items-center justify-end gap-2">
              <p className="mr-auto text-xs text-muted">
                Markdown. HTML is shown as text, images are named, not loaded.
              </p>
              <Button onClick={() => setDraft(null)}>Cancel</Button>
              <Button type="submit" variant="primary">
                Save
              </Button>
            </div>
          </form>
        )}
      </div>
    </Panel>
  );
}
