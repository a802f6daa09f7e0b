'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { type AccessTab, accessTabs } from '@/components/access/access-tabs';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { carriedParams, pageHref } from '@/components/shell/page-url';
import { classNames } from '@/components/ui/class-names';

/** Who may do what, as the log tells: three questions, one at a time. */
export function AccessScreen({ tab, children }: { tab: AccessTab; children: ReactNode }) {
  const { pending } = useFilterNavigation();
  const carried = carriedParams(new URLSearchParams(useSearchParams().toString()));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="shrink-0 border-b border-line bg-surface px-4 pt-3">
        <h1 className="text-lg font-semibold">Access</h1>
        <nav aria-label="Questions about access" className="mt-1 flex gap-4">
          {accessTabs.map(({ name, label }) => (
            <Link
              key={name}
              href={pageHref('/access', withTab(carried, name))}
              prefetch={false}
              aria-current={name === tab ? 'page' : undefined}
              className={classNames(
                '-mb-px flex h-9 items-center border-b-2 text-sm',
                name === tab ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
              )}
            >
              {label}
            </Link>
          ))}
        </nav>
      </header>
      <div aria-busy={pending} className={classNames('min-h-0 flex-1 overflow-auto', pending && 'opacity-60')}>
        {children}
      </div>
    </div>
  );
}

function withTab(params: URLSearchParams, tab: AccessTab): URLSearchParams {
  const next = new URLSearchParams(params);
  if (tab !== 'denied') next.set('tab', tab);
  return next;
}
