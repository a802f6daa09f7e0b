'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { isActive } from '@/components/imports/upload-queue';
import { useUploads } from '@/components/imports/use-uploads';
import { useAnnounce } from '@/components/ui/announcer';
import { type ImportList, importListSchema, isUnfinished } from '@/lib/ingest/import-list-answers';
import { describeImport } from './import-words';

const POLL_MS = 1000;

export type LiveImports = { list: ImportList /** The last question failed: the rows may be old. */; stale: boolean };

/** The list of imports, asked for again every second while something is unfinished. `cursor` null is the newest page. */
export function useImports(initial: ImportList, cursor: string | null): LiveImports {
  const [live, setLive] = useState<LiveImports>({ list: initial, stale: false });
  const [seen, setSeen] = useState(initial);
  if (seen !== initial) {
    setSeen(initial);
    setLive({ list: initial, stale: false });
  }
  const announce = useAnnounce();
  const uploads = useUploads();
  const known = new Set(live.list.imports.map((row) => row.id));
  const unseen = uploads.some(({ answer }) => answer !== null && !known.has(answer.id));
  const watching = cursor === null && (live.list.unfinished > 0 || unseen || uploads.some(isActive));

  const take = useEffectEvent((list: ImportList | null) => {
    if (list === null) return setLive((before) => ({ ...before, stale: true }));
    const before = new Map(
      [...live.list.imports, ...uploads.flatMap((u) => u.answer ?? [])].map((row) => [row.id, row.state]),
    );
    for (const row of list.imports) {
      const was = before.get(row.id);
      if (was && isUnfinished(was) && !isUnfinished(row.state))
        announce(describeImport(row, { named: true }), { quiet: true });
    }
    setLive({ list, stale: false });
  });

  useEffect(() => {
    if (!watching) return;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const poll = async () => {
      const list = await fetchImports(controller.signal);
      if (controller.signal.aborted) return;
      take(list);
      timer = setTimeout(poll, POLL_MS);
    };
    timer = setTimeout(poll, unseen ? 0 : POLL_MS);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [watching, unseen]);

  return live;
}

async function fetchImports(signal: AbortSignal): Promise<ImportList | null> {
  try {
    const response = await fetch('/api/v1/imports', { signal, headers: { Accept: 'application/json' } });
    return response.ok ? importListSchema.parse(await response.json()) : null;
  } catch {
    return null;
  }
}
