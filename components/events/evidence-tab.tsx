'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { formatCount } from '@/components/ui/format-number';
import { Time } from '@/components/ui/time';
import { VisibleText } from '@/components/ui/value';
import type { EventDetail } from '@/lib/search/event-answers';

/** Where the original bytes are kept, and their hash to prove it. */
export function EvidenceTab({ evidence }: { evidence: EventDetail['evidence'] }) {
  return (
    <>
      <dl className="py-2">
        <Line label="Block">{formatCount(evidence.block)}</Line>
        <Line label="Place in the block">{formatCount(evidence.ordinal)}</Line>
        <Line label="SHA-256" copy={evidence.sha256}>
          <span className="font-mono break-all">{evidence.sha256}</span>
        </Line>
        <Line label="Received">
          <Time at={evidence.receivedAt} />
        </Line>
        <Line label="Import">
          {evidence.importFileId === null ? (
            'none'
          ) : (
            <Link
              href={`/imports/${evidence.importFileId}`}
              className="rounded text-accent underline underline-offset-2"
            >
              <VisibleText text={evidence.importFileName ?? evidence.importFileId} />
            </Link>
          )}
        </Line>
      </dl>
      <p className="px-4 pt-1 text-xs text-muted">
        The hash is of the original bytes, as they stand in the evidence block. Nothing on this screen changes them.
      </p>
    </>
  );
}

function Line({ label, copy, children }: { label: string; copy?: string; children: ReactNode }) {
  return (
    <div className="flex min-h-7 items-start gap-2 px-4">
      <dt className="w-32 shrink-0 py-1 text-xs text-muted">{label}</dt>
      <dd className="min-w-0 flex-1 py-1 text-xs">{children}</dd>
      {copy === undefined ? null : (
        <dd>
          <CopyButton text={copy} label={`Copy ${label}`} />
        </dd>
      )}
    </div>
  );
}
