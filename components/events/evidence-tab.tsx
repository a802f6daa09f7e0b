'use client';

import Link from 'next/link';
import { EvidenceLine } from '@/components/events/evidence-line';
import { EvidenceProof } from '@/components/events/evidence-proof';
import { RedactedPaths } from '@/components/events/redacted-paths';
import { formatCount } from '@/components/ui/format-number';
import { Time } from '@/components/ui/time';
import { VisibleText } from '@/components/ui/value';
import { redactedPaths } from '@/lib/audit/redaction/redacted-paths';
import type { EventDetail } from '@/lib/search/event-answers';

/** Where the original bytes are kept, and their hash to prove it. */
export function EvidenceTab({ cluster, detail }: { cluster: string; detail: EventDetail }) {
  const { evidence } = detail;
  const redacted = redactedPaths(detail.event);
  return (
    <>
      <dl className="py-2">
        <EvidenceLine label="Block">{formatCount(evidence.block)}</EvidenceLine>
        <EvidenceLine label="Place in the block">{formatCount(evidence.ordinal)}</EvidenceLine>
        <EvidenceLine label="SHA-256" copy={evidence.sha256}>
          <span className="font-mono break-all">{evidence.sha256}</span>
        </EvidenceLine>
        <EvidenceLine label="Received">
          <Time at={evidence.receivedAt} />
        </EvidenceLine>
        <EvidenceLine label="Import">
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
        </EvidenceLine>
      </dl>
      <p className="px-4 pt-1 text-xs text-muted">
        The hash is of the original bytes, as they stand in the evidence block. Nothing on this screen changes them.
      </p>
      {redacted.length === 0 ? null : <RedactedPaths paths={redacted} />}
      <EvidenceProof cluster={cluster} block={evidence.block} event={evidence.ordinal} />
    </>
  );
}
