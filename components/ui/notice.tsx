import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

/** Something went wrong or was left out, in its own place: what, and the way out. The rest of the page stays usable. */
export function Notice({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return (
    <div
      role="status"
      className={classNames(
        'flex items-start gap-2 rounded-md border border-client-error/40 bg-warn-soft px-3 py-2 text-sm text-ink',
        className,
      )}
    >
      <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-client-error-ink" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
