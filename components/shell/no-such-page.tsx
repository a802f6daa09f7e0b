import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export function NoSuchPage() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        className="pt-24"
        title="404: there is no such page"
        action={
          <Link href="/overview" prefetch={false} className={buttonClass('primary')}>
            Go to the overview
          </Link>
        }
      >
        The address may be mistyped, or what it named is gone. ⌘K finds screens, views and values.
      </EmptyState>
    </>
  );
}
