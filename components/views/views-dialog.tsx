'use client';

import { usePathname } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { fetchViews } from '@/components/views/ask-views';
import { ReadyViewRow } from '@/components/views/ready-view-row';
import { SaveViewForm } from '@/components/views/save-view-form';
import { SavedViewRow } from '@/components/views/saved-view-row';
import { roles, type SavedView, type ViewList } from '@/lib/views/view-answers';

const roleWords = { analyst: 'For analysts', responder: 'For responders', compliance: 'For compliance' };

/** All views: to keep this search as one, to open, rename, share, remove, and to begin with. */
export function ViewsDialog({ onClose }: { onClose: () => void }) {
  const pathname = usePathname();
  const [list, setList] = useState<ViewList | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const load = useCallback(async () => {
    const { answer, problem: said } = await fetchViews();
    setProblem(said);
    if (answer) setList(answer);
  }, []);

  useEffect(() => {
    void load();
  }, [load]);

  const own = list?.views.filter((view) => !view.shared) ?? [];
  const shared = list?.views.filter((view) => view.shared) ?? [];
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Views" className="w-[720px]!">
      {pathname === '/events' ? <SaveViewForm onSaved={load} /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section aria-label="All views" tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-4 pb-4">
        {problem === null ? null : <Notice className="mt-3">{problem}</Notice>}
        {list === null && problem === null ? <Skeleton className="mt-4 h-24 w-full" /> : null}
        <SavedGroup title="Yours" views={own} onClose={onClose} onChanged={load} />
        <SavedGroup title="Shared" views={shared} onClose={onClose} onChanged={load} />
        {roles.map((role) => {
          const views = list?.ready.filter((view) => view.role === role) ?? [];
          return views.length === 0 ? null : (
            <section key={role} aria-label={roleWords[role]}>
              <h3 className="mt-4 mb-1 text-xs font-semibold text-faint">{roleWords[role]}</h3>
              <ul>
                {views.map((view) => (
                  <ReadyViewRow key={view.id} view={view} onClose={onClose} />
                ))}
              </ul>
            </section>
          );
        })}
      </section>
    </Dialog>
  );
}

type GroupProps = {
  title: string;
  views: readonly SavedView[];
  onClose: () => void;
  onChanged: () => Promise<void>;
};

function SavedGroup({ title, views, onClose, onChanged }: GroupProps) {
  if (views.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="mt-4 mb-1 text-xs font-semibold text-faint">{title}</h3>
      <ul>
        {views.map((view) => (
          <SavedViewRow key={view.id} view={view} onClose={onClose} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}
