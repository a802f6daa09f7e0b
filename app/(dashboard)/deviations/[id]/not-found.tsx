import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function DeviationNotFound() {
  return (
    <EmptyState
      title="There is no such deviation"
      className="pt-20"
      action={
        <Link href="/deviations" prefetch={false} className={buttonClass('primary')}>
          All deviations
        </Link>
      }
    >
      The baselines may have been made anew since the link was copied, or retention removed what it rested on.
    </EmptyState>
  );
}
