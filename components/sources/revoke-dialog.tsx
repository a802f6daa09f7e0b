'use client';

import { useState } from 'react';
import { askServer } from '@/components/sources/ask-server';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { VisibleText } from '@/components/ui/value';
import { revokedSourceSchema, type Source } from '@/lib/ingest/receiver/source-answers';

type RevokeDialogProps = { source: Source; onClose: () => void; onRevoked: () => Promise<void> };

/** Asks before a token is revoked: it cannot be taken back. */
export function RevokeDialog({ source, onClose, onRevoked }: RevokeDialogProps) {
  const announce = useAnnounce();
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function revoke() {
    setAsked(true);
    const result = await askServer(`/api/v1/sources/${source.id}/revoke`, revokedSourceSchema);
    if (result.problem !== null) {
      setProblem(result.problem);
      setAsked(false);
      return;
    }
    await onRevoked();
    announce(`The token of ${source.label} is revoked`);
    onClose();
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Revoke a token">
      <div className="flex flex-col gap-3 p-4">
        <p>
          From the next request on, <VisibleText text={source.label} /> is refused with 401. What it sent stays. A
          revoked token cannot be used again; make a new one for the same cluster instead.
        </p>
        {problem === null ? null : <Notice>{problem}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" disabled={asked} onClick={() => void revoke()}>
            Revoke the token
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
