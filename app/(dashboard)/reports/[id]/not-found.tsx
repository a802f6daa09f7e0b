import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function ReportNotFound() {
  return (
    <EmptyState
      title="There is no such report"
      action={
        <Link href="/reports" prefetch={false} className={buttonClass('primary')}>
          All reports
        </Link>
      }
    >
      The address may be cut off, or the report is of another installation.
    </EmptyState>
  );
}
