'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { askCase } from '@/components/cases/ask-case';
import { inputClass, textareaClass } from '@/components/cases/field-class';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { caseDetailSchema } from '@/lib/cases/case-answers';
import { titleSchema } from '@/lib/cases/case-words';

/** A new case needs a title and nothing else. */
export function NewCaseDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const [title, setTitle] = useState('');
  const [notes, setNotes] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function open(event: FormEvent) {
    event.preventDefault();
    const named = titleSchema.safeParse(title);
    if (!named.success) return setProblem(`Title: ${named.error.issues[0]?.message}.`);
    setBusy(true);
    const result = await askCase('POST', '/api/v1/cases', caseDetailSchema, { title, notes });
    setBusy(false);
    setProblem(result.problem);
    if (result.answer !== null) router.push(`/cases/${result.answer.id}`);
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Open a case">
      <form onSubmit={(event) => void open(event)} noValidate className="flex flex-col gap-3 p-4">
        <label className="flex flex-col gap-1 text-sm text-muted">
          Title
          <input
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            placeholder="Secrets read from payments on 12 May"
            autoComplete="off"
            className={inputClass}
          />
        </label>
        <label className="flex flex-col gap-1 text-sm text-muted">
          Notes, in Markdown
          <textarea
            value={notes}
            onChange={(event) => setNotes(event.target.value)}
            rows={5}
            className={textareaClass}
          />
        </label>
        {problem === null ? null : <Notice>{problem}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" disabled={busy}>
            Open the case
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
