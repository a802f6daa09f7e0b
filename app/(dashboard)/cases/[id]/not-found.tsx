import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function CaseNotFound() {
  const action = (
    <Link href="/cases" className={buttonClass()}>
      All cases
    </Link>
  );
  return (
    <EmptyState title="There is no such case" action={action}>
      <p>The address names none of the cases of this database.</p>
    </EmptyState>
  );
}
