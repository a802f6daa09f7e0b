'use client';

import { type FormEvent, useState } from 'react';
import { textareaClass } from '@/components/cases/field-class';
import type { ChangeCase } from '@/components/cases/use-case';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

/** A case is closed with a reason: whoever reads it later asks for it first. */
export function CloseCaseDialog({ change, onClose }: { change: ChangeCase; onClose: () => void }) {
  const [reason, setReason] = useState('');

  async function close(event: FormEvent) {
    event.preventDefault();
    if (reason.trim() === '') return;
    await change('PATCH', '', { close: reason }, 'The case is closed');
    onClose();
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Close the case">
      <form onSubmit={(event) => void close(event)} className="flex flex-col gap-3 p-4 text-sm">
        <label className="flex flex-col gap-1 text-muted">
          Why, in a sentence
          <textarea
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            rows={3}
            placeholder="A test of the on-call team; agreed with payments."
            className={textareaClass}
          />
        </label>
        <p className="text-xs text-muted">
          Everything stays readable. It can be reopened, and the record says by whom.
        </p>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={reason.trim() === ''}>
            Close the case
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
