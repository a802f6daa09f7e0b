import Link from 'next/link';
import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** Nothing sends yet: the two ways in. */
export function NoSources({ onCreate }: { onCreate: () => void }) {
  return (
    <EmptyState
      title="Nothing sends events yet"
      action={
        <>
          <Button variant="primary" onClick={onCreate}>
            Add a source
          </Button>
          <Link href="/imports" className={buttonClass()}>
            Import files instead
          </Link>
        </>
      }
    >
      <p>
        A source sends events as they happen: kube-apiserver by its audit webhook, or Fluent Bit, Vector, Logstash and
        rsyslog from its log. Each gets a token of its own that can only send, for one cluster.
      </p>
      <p className="mt-2">
        Files that are there already are imported on the Imports screen; an event that comes both ways is kept once.
      </p>
    </EmptyState>
  );
}
