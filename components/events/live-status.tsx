'use client';

import { ArrowUp } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { LiveTail } from '@/components/events/use-live-tail';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';

type LiveStatusProps = { tail: LiveTail; reading: boolean; onResume: () => void };

/** Beside the exact number of the list: what came since, what waits, and whether the server answers. */
export function LiveStatus({ tail, reading, onResume }: LiveStatusProps) {
  const router = useRouter();
  const { shown, held } = tail.rows;
  if (tail.away) {
    return (
      <span role="status" className="text-xs text-danger">
        The server does not answer; trying again, nothing is lost
      </span>
    );
  }
  if (held.length > 0) {
    return (
      <Button size="sm" variant="primary" onClick={onResume}>
        <ArrowUp size={12} aria-hidden />
        {formatCount(held.length)} new
      </Button>
    );
  }
  return (
    <span className="flex items-center gap-2 text-xs text-muted">
      {shown.length === 0 ? 'waiting for new events' : `+ ${formatCount(shown.length)} since`}
      {reading ? ' · held while you read' : ''}
      {shown.length > 0 && !reading ? (
        <Button size="sm" variant="ghost" onClick={() => router.refresh()} title="Counts, facets and chart with them">
          Count them in
        </Button>
      ) : null}
    </span>
  );
}
