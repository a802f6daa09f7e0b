import type { ReactNode } from 'react';
import { ImportOrConnect } from '@/components/imports/import-or-connect';
import { Command, EmptyState } from '@/components/ui/empty-state';

type EmptyProps = {
  /** The screen, and what it will show. */
  screen: string;
  children: ReactNode;
};

/** There is no event at all: what this screen is for, and the three ways to get some. */
export function EmptyDatabase({ screen, children }: EmptyProps) {
  return (
    <div className="pt-12">
      <h1 className="sr-only">{screen}</h1>
      <EmptyState title={`${screen}: no audit events yet`} action={<ImportOrConnect />}>
        <p>{children}</p>
        <p className="mt-3">
          From a terminal: <Command>npm run import -- audit.log</Command>
        </p>
        <p className="mt-2">
          To look around first: <Command>npm start -- --demo</Command>
        </p>
      </EmptyState>
    </div>
  );
}
