import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

type PanelProps = { title?: ReactNode; aside?: ReactNode; children: ReactNode; className?: string };

/** A titled surface: the unit that screens are laid out in. */
export function Panel({ title, aside, children, className }: PanelProps) {
  return (
    <section className={classNames('rounded-lg border border-line bg-surface', className)}>
      {title ? (
        <header className="flex min-h-10 items-center justify-between gap-3 border-b border-line px-3 py-1.5">
          <h2 className="text-sm font-semibold">{title}</h2>
          {aside}
        </header>
      ) : null}
      {children}
    </section>
  );
}
