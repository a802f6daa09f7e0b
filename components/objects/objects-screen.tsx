'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { ObjectToolbar } from '@/components/objects/object-toolbar';
import { useObjectWrites } from '@/components/objects/use-object-writes';
import { WriteList, writeId } from '@/components/objects/write-list';
import { WritePane } from '@/components/objects/write-pane';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount } from '@/components/ui/format-number';
import type { ObjectHistory } from '@/lib/objects/history-answers';
import { type ObjectKey, objectWords } from '@/lib/objects/object-key';

type ScreenProps = {
  objectKey: ObjectKey;
  history: ObjectHistory;
  order: 'newest' | 'oldest';
  /** The question of the page, for its further pages. */
  query: string;
};

/** The writes on one object on one side, what the chosen one changed on the other. */
export function ObjectsScreen({ objectKey, history, order, query }: ScreenProps) {
  const pages = useObjectWrites(history, query);
  const [asked, setShown] = useQueryState('write', parseAsString);
  const [, setAgainst] = useQueryState('against', parseAsString);
  const { writes } = pages;
  const index = Math.max(
    0,
    writes.findIndex((write) => write.event.id === asked),
  );
  const shown = writes[index] ?? null;

  function show(id: string) {
    void setShown(id);
    void setAgainst(null);
  }
  function step(by: number) {
    const next = writes[Math.min(Math.max(0, index + by), writes.length - 1)];
    if (!next) return;
    show(next.event.id);
    document.getElementById(writeId(next.event.id))?.scrollIntoView({ block: 'nearest' });
  }
  useShortcuts(writes.length === 0 ? {} : { j: () => step(1), k: () => step(-1) });

  return (
    <div className="flex h-full min-h-0 flex-col">
      <ObjectToolbar title={objectWords(objectKey)} objectKey={objectKey} history={history} order={order} />
      {shown === null ? (
        <EmptyState title="No write on this object is in the record">
          Check cluster, group, resource, namespace and name above, and the time range: an object that was only read has
          no history.
        </EmptyState>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
          <section
            aria-label="History"
            className="max-h-[45%] shrink-0 overflow-y-auto border-b border-line bg-surface lg:max-h-none lg:w-[400px] lg:border-r lg:border-b-0 xl:w-[480px]"
          >
            <WriteList writes={writes} order={order} shown={shown.event.id} onShow={show} />
            <p className="flex items-center gap-3 px-3 py-2 text-xs text-muted">
              {formatCount(writes.length)} of {formatCount(history.total)} listed
              {pages.state === 'failed' ? <span role="status">More could not be read.</span> : null}
              {pages.more ? (
                <Button size="sm" onClick={pages.loadMore} disabled={pages.state === 'loading'}>
                  Show more
                </Button>
              ) : null}
            </p>
          </section>
          <section aria-label="Change" className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
            <WritePane write={shown} writes={writes} name={objectKey.name} />
          </section>
        </div>
      )}
    </div>
  );
}
