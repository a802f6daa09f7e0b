'use client';

import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { carriedParams, pageHref } from '@/components/shell/page-url';
import { screens } from '@/components/shell/screens';
import { useOpenDeviations } from '@/components/shell/use-open-deviations';
import { classNames } from '@/components/ui/class-names';

/** The screens; icons alone where the page is narrow. */
export function SideNav() {
  const pathname = usePathname();
  const open = useOpenDeviations();
  const carried = carriedParams(new URLSearchParams(useSearchParams().toString()));
  return (
    <nav aria-label="Screens" data-print="hide" className="w-12 shrink-0 border-r border-line bg-canvas p-2 xl:w-40">
      <ul className="flex flex-col gap-0.5">
        {screens.map(({ href, label, key, icon: Icon }) => {
          const current = pathname === href || pathname.startsWith(`${href}/`);
          return (
            <li key={href}>
              <Link
                href={pageHref(href, carried)}
                prefetch={false}
                aria-current={current ? 'page' : undefined}
                title={`${label} (g ${key})`}
                className={classNames(
                  'relative flex h-8 items-center gap-2 rounded-md px-2 text-sm',
                  current ? 'bg-selected font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
                )}
              >
                <Icon size={16} aria-hidden className={classNames('shrink-0', current && 'text-accent')} />
                <span className="sr-only xl:not-sr-only">{label}</span>
                {href === '/deviations' && open > 0 ? <OpenCount count={open} /> : null}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Raised deviations that nobody has judged: beside the word, or at the icon where the words are folded away. */
function OpenCount({ count }: { count: number }) {
  return (
    <span className="absolute -top-0.5 -right-1 rounded-full border border-line-strong bg-surface px-1 text-xs text-ink xl:static xl:ml-auto">
      {count > 99 ? '99+' : count}
      <span className="sr-only"> without a verdict</span>
    </span>
  );
}
