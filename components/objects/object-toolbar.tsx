'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { AddToCase } from '@/components/cases/add-to-case';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { pageHref } from '@/components/shell/page-url';
import { classNames } from '@/components/ui/class-names';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import { Value } from '@/components/ui/value';
import type { ObjectHistory } from '@/lib/objects/history-answers';
import type { ObjectKey } from '@/lib/objects/object-key';

type ToolbarProps = { title: string; objectKey: ObjectKey; history: ObjectHistory; order: 'newest' | 'oldest' };

/** Which object, how many writes, and what of them is listed in which order. */
export function ObjectToolbar({ title, objectKey, history, order }: ToolbarProps) {
  const { go } = useFilterNavigation();
  const pathname = usePathname();
  const params = useSearchParams();
  const { total, failed, subresources } = history;

  function change(name: string, value: string | null) {
    const next = new URLSearchParams(params.toString());
    if (value === null) next.delete(name);
    else next.set(name, value);
    next.delete('write');
    next.delete('against');
    go(pageHref(pathname, next));
  }
  function toggle(value: string | null) {
    const hidden = subresources
      .filter((each) => (each.value === value ? each.shown : !each.shown))
      .map((each) => each.value ?? '-');
    change('without', hidden.length === 0 ? null : hidden.join(','));
  }

  return (
    <header className="shrink-0 border-b border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="flex min-w-0 max-w-full items-baseline gap-2 text-lg font-semibold">
          <span className="shrink-0">History of</span> <Value text={title} />
        </h1>
        <span className="text-xs text-muted">
          in cluster <Value text={objectKey.cluster} mono />
        </span>
        <p className="text-sm" data-testid="history-total">
          {history.limited ? `The newest ${formatPlural(total, 'write')}` : formatPlural(total, 'write')}
          {failed > 0 ? `, ${formatCount(failed)} of them refused or failed` : ''}
        </p>
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-2 text-xs">
        <button
          type="button"
          onClick={() => change('order', order === 'newest' ? 'oldest' : null)}
          className="h-6 rounded-md border border-line-strong px-2 hover:bg-hover"
        >
          {order === 'newest' ? 'Newest first' : 'Oldest first'}
        </button>
        <AddToCase pin={{ kind: 'object', query: params.toString() }} what={`The history of ${title}`} />
        {subresources.length > 1 || subresources.some((each) => !each.shown)
          ? subresources.map(({ value, count, shown }) => (
              <button
                key={value ?? '-'}
                type="button"
                aria-pressed={shown}
                onClick={() => toggle(value)}
                className={classNames(
                  'h-6 rounded-md border px-2',
                  shown ? 'border-accent bg-accent-soft' : 'border-line-strong text-muted line-through hover:bg-hover',
                )}
              >
                {value ?? 'the object itself'} {formatCount(count)}
              </button>
            ))
          : null}
      </div>
      {history.limited ? (
        <Notice className="mt-2">
          The object has more writes than are looked at. Choose a shorter time range to see the older ones.
        </Notice>
      ) : null}
      {history.namelessLimited ? (
        <Notice className="mt-2">
          Of creates without a name and of deletions of the whole collection, only the newest 300 each were looked into.
        </Notice>
      ) : null}
    </header>
  );
}
