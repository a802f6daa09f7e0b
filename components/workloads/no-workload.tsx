import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { visibleText } from '@/components/ui/visible-text';

/** The workload did nothing in the time range, or the address names none. */
export function NoWorkload({ name }: { name: string | null }) {
  return (
    <EmptyState
      title={name === null ? 'No workload is named' : `${visibleText(name)} did nothing in this time range`}
      className="pt-20"
      action={
        <Link href="/workloads" prefetch={false} className={buttonClass('primary')}>
          All workloads
        </Link>
      }
    >
      Choose a longer time range, or a workload from the list.
    </EmptyState>
  );
}
