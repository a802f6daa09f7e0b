import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

type EmptyStateProps = { title: string; children?: ReactNode; action?: ReactNode; className?: string };

/** Says what is not there and what to do next. */
export function EmptyState({ title, children, action, className }: EmptyStateProps) {
  return (
    <div className={classNames('mx-auto flex max-w-xl flex-col items-center gap-3 px-6 py-12 text-center', className)}>
      <p className="max-w-full text-base font-semibold wrap-anywhere">{title}</p>
      {children ? <div className="text-sm text-muted">{children}</div> : null}
      {action ? <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

/** A command to type, as it stands in a shell. */
export function Command({ children }: { children: string }) {
  return (
    <code className="whitespace-nowrap rounded-md border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs text-ink">
      {children}
    </code>
  );
}
