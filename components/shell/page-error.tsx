'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

type PageErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** A page could not be made. The cause is in the server's log under the digest, or here where the browser failed. */
export function PageError({ error, reset }: PageErrorProps) {
  const router = useRouter();
  // The server is asked anew: to draw again what it sent would fail again.
  function tryAgain() {
    startTransition(() => {
      router.refresh();
      reset();
    });
  }
  return (
    <div role="alert" className="pt-24">
      <h1 className="sr-only">This page could not be made</h1>
      <EmptyState
        title="This page could not be made"
        action={
          <>
            <Button variant="primary" onClick={tryAgain}>
              Try again
            </Button>
            <Link href="/overview" prefetch={false} className={buttonClass()}>
              Go to the overview
            </Link>
          </>
        }
      >
        {error.digest ? (
          <p>
            The server’s log has the cause under <code className="font-mono text-xs text-ink">{error.digest}</code>. The
            address keeps your filter, and nothing that is stored was changed.
          </p>
        ) : (
          <p className="wrap-anywhere">{error.message}</p>
        )}
      </EmptyState>
    </div>
  );
}
