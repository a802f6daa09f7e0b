import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function ImportNotFound() {
  const action = (
    <Link href="/imports" className={buttonClass()}>
      All imports
    </Link>
  );
  return (
    <EmptyState title="There is no such import" action={action}>
      <p>The address names none of the imports of this database.</p>
    </EmptyState>
  );
}
