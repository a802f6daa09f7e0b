'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useAnnounce } from '@/components/ui/announcer';
import { apiErrorSchema } from '@/lib/api/api-error';
import type { ClusterChange } from '@/lib/ingest/cluster-answers';

/** Sends a change of settings; the page then shows what the server says they are. */
export function useClusterChange(name: string) {
  const router = useRouter();
  const announce = useAnnounce();
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);

  async function send(change: ClusterChange): Promise<boolean> {
    setSending(true);
    const failure = await sendChange(name, change);
    setSending(false);
    setProblem(failure);
    if (failure !== null) return false;
    announce(`The settings of ${name} are saved`);
    router.refresh();
    return true;
  }
  return { send, sending, problem };
}

/** Null where it was saved, else a sentence. */
async function sendChange(name: string, change: ClusterChange): Promise<string | null> {
  try {
    const response = await fetch(`/api/v1/clusters/${encodeURIComponent(name)}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(change),
    });
    if (response.ok) return null;
    const error = apiErrorSchema.safeParse(await response.json());
    return error.success ? error.data.error.message : `The server answered ${response.status}; nothing was changed.`;
  } catch {
    return 'The server does not answer; nothing was changed.';
  }
}
