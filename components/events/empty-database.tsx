import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { Command, EmptyState } from '@/components/ui/empty-state';

/** There is no event at all: the three ways to get some. */
export function EmptyDatabase() {
  return (
    <EmptyState
      title="No audit events yet"
      className="pt-20"
      action={
        <Link href="/imports" className={buttonClass('primary')}>
          Drop a file on Imports
        </Link>
      }
    >
      <p>
        Drop a kube-apiserver audit log on the Imports screen, plain or gzip, or run{' '}
        <Command>npm run import -- audit.log</Command>.
      </p>
      <p className="mt-2">
        To look around first, <Command>npm start -- --demo</Command> loads a demo cluster.
      </p>
    </EmptyState>
  );
}
