import type { ReactNode } from 'react';
import { CopyButton } from '@/components/ui/copy-button';

/** A name and its value in the evidence of an event; `copy` is what the button beside it copies. */
export function EvidenceLine({ label, copy, children }: { label: string; copy?: string; children: ReactNode }) {
  return (
    <div className="flex min-h-7 items-start gap-2 px-4">
      <dt className="w-32 shrink-0 py-1 text-xs text-muted">{label}</dt>
      <dd className="min-w-0 flex-1 py-1 text-xs">{children}</dd>
      {copy === undefined ? null : (
        <dd>
          <CopyButton text={copy} label={`Copy ${label}`} />
        </dd>
      )}
    </div>
  );
}
