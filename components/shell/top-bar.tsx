'use client';

import { Command } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { PersonButton } from '@/components/people/person-button';
import { ClusterPicker } from '@/components/shell/cluster-picker';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { ProductMark } from '@/components/shell/product-mark';
import { ThemeMenu } from '@/components/shell/theme-menu';
import { TimeRangePicker } from '@/components/shell/time-range-picker';
import { useLeaving } from '@/components/shell/use-leaving';
import { Button, IconButton } from '@/components/ui/button';

type TopBarProps = { onPalette: () => void; onShortcuts: () => void };

/** Screens that are not bound to a window. */
const UNFILTERED = ['/imports', '/reports', '/evidence', '/clusters', '/deviations/'];

/** Product, cluster, window, theme and the palette; no pickers where nothing follows them. */
export function TopBar({ onPalette, onShortcuts }: TopBarProps) {
  const pathname = usePathname();
  const filtered = !UNFILTERED.some((path) => pathname.startsWith(path));
  const { pending } = useFilterNavigation();
  const leaving = useLeaving();
  return (
    <header
      data-print="hide"
      className="relative flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface pr-3 pl-4"
    >
      <Link
        href="/overview"
        prefetch={false}
        className="mr-2 flex items-center gap-2 rounded-md text-base font-semibold"
      >
        <ProductMark />
        Plumbline
      </Link>
      {filtered ? <ClusterPicker /> : null}
      <div className="flex-1" />
      {filtered ? <TimeRangePicker /> : null}
      <Button variant="secondary" onClick={onPalette} aria-keyshortcuts="Control+K Meta+K" className="text-muted">
        <Command size={13} aria-hidden />
        <span>Commands</span>
        <kbd className="font-mono text-xs text-faint">⌘K</kbd>
      </Button>
      <IconButton label="Keyboard shortcuts (?)" onClick={onShortcuts}>
        <kbd className="font-mono text-sm" aria-hidden>
          ?
        </kbd>
      </IconButton>
      <ThemeMenu />
      <PersonButton />
      {pending || leaving ? <PendingLine /> : null}
    </header>
  );
}

/** A thin moving line under the bar: the answer is under way. */
function PendingLine() {
  return (
    <div role="progressbar" aria-label="Loading" className="absolute inset-x-0 -bottom-px h-0.5 overflow-hidden">
      <div className="h-full w-1/3 animate-[slide_1s_ease-in-out_infinite] bg-accent" />
    </div>
  );
}
