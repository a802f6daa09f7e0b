'use client';

import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

/** Something below failed while the page was made. The cause is in the server's log under the digest. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <EmptyState
      className="pt-32"
      title="This page could not be made"
      action={
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
      }
    >
      <p>
        {error.digest
          ? `The server’s log has the cause under ${error.digest}. The address keeps your filter.`
          : error.message}
      </p>
    </EmptyState>
  );
}
