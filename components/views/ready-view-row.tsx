'use client';

import { StartToggle } from '@/components/views/start-toggle';
import { ViewLink } from '@/components/views/view-link';
import type { ReadyView } from '@/lib/views/view-answers';

/** A view that comes with Plumbline. */
export function ReadyViewRow({ view, onClose }: { view: ReadyView; onClose: () => void }) {
  return (
    <li className="flex min-h-9 items-center gap-3 border-b border-line/50 py-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <ViewLink name={view.name} query={view.query} onOpen={onClose} />
        <span className="text-xs text-muted">{view.words}</span>
      </div>
      <StartToggle id={view.id} name={view.name} />
    </li>
  );
}
