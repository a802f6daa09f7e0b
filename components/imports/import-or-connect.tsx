/** The two ways to get events, for screens that have nothing to show without. */
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';

export function ImportOrConnect() {
  return (
    <>
      <Link href="/imports" prefetch={false} className={buttonClass('primary')}>
        Import a log
      </Link>
      <Link href="/sources" prefetch={false} className={buttonClass()}>
        Connect a source
      </Link>
    </>
  );
}
