'use client';

import { useState } from 'react';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { apiErrorSchema } from '@/lib/api/api-error';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';

/** Asks the server to stop an import; the row says when it has. */
export function CancelButton({ file }: { file: ImportFileAnswer }) {
  const announce = useAnnounce();
  const [asked, setAsked] = useState(false);

  async function cancel() {
    setAsked(true);
    const problem = await askToCancel(file.id);
    announce(problem ?? `Asked to stop the import of ${file.file}`);
    if (problem !== null) setAsked(false);
  }

  return (
    <Button size="sm" disabled={asked} onClick={() => void cancel()} aria-label={`Cancel the import of ${file.file}`}>
      {asked ? 'Stopping' : 'Cancel'}
    </Button>
  );
}

/** Null where the server took it, else what it said. */
async function askToCancel(id: string): Promise<string | null> {
  try {
    const response = await fetch(`/api/v1/imports/${id}/cancel`, { method: 'POST' });
    if (response.ok) return null;
    const error = apiErrorSchema.safeParse(await response.json());
    return error.success ? error.data.error.message : `The server answered ${response.status}`;
  } catch {
    return 'The server does not answer; the import goes on if it is still there';
  }
}
