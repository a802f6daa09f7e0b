'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { EvidenceLine } from '@/components/events/evidence-line';
import { formatCount } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { type EventProof, eventProofSchema } from '@/lib/verify/evidence-answers';

type Place = { cluster: string; block: number; event: number };
type Answer = { place: string; proof: EventProof | null };

/** Whether the bytes lead to the last signed checkpoint, asked for when somebody looks: it reads the whole log of blocks. */
export function EvidenceProof({ cluster, block, event }: Place) {
  const place = `${encodeURIComponent(cluster)}/${block}/${event}`;
  const [answer, setAnswer] = useState<Answer | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    void fetchProof(place, controller.signal).then((proof) => {
      if (!controller.signal.aborted) setAnswer({ place, proof });
    });
    return () => controller.abort();
  }, [place]);

  if (answer?.place !== place) return <p className="px-4 py-2 text-xs text-muted">Following the proof …</p>;
  const { proof } = answer;
  if (proof === null) return <Notice className="mx-4 my-2">The server gave no proof for this event.</Notice>;
  const { checkpoint } = proof;
  return (
    <section aria-label="Proof" className="mt-2 border-t border-line pt-2">
      {proof.problem === null ? (
        <p className="px-4 py-1 text-xs">
          {checkpoint === null
            ? 'The bytes lead to the hash of their block. No checkpoint covers this block yet; one is signed within a minute.'
            : 'The bytes lead to the hash of their block, and the block to the last signed checkpoint.'}
        </p>
      ) : (
        <Notice className="mx-4 my-1">Not as it was written: {proof.problem}.</Notice>
      )}
      <dl className="py-1">
        <EvidenceLine label="Leaf hash" copy={proof.leaf}>
          <span className="font-mono break-all">{proof.leaf}</span>
        </EvidenceLine>
        <EvidenceLine label="Block hash" copy={proof.blockHash}>
          <span className="font-mono break-all">{proof.blockHash}</span>
        </EvidenceLine>
        <EvidenceLine label="Path">
          {formatCount(proof.eventPath.length)} hashes in the block, {formatCount(proof.blockPath.length)} in the log
        </EvidenceLine>
        {checkpoint === null ? null : (
          <>
            <EvidenceLine label="Checkpoint">
              {formatCount(checkpoint.size)} blocks, <Time at={checkpoint.at} />
            </EvidenceLine>
            <EvidenceLine label="Root" copy={checkpoint.note}>
              <span className="font-mono break-all">{checkpoint.root}</span>
            </EvidenceLine>
          </>
        )}
      </dl>
      <p className="px-4 pb-2 text-xs text-muted">
        Whoever owns the database could rewrite all of it, or cut off its end, and sign nothing. That shows only against
        a checkpoint kept elsewhere:{' '}
        <Link href="/evidence" prefetch={false} className="rounded text-accent underline underline-offset-2">
          Evidence
        </Link>
        .
      </p>
    </section>
  );
}

async function fetchProof(place: string, signal: AbortSignal): Promise<EventProof | null> {
  try {
    const response = await fetch(`/api/v1/evidence/${place}`, { signal });
    const proof = response.ok ? eventProofSchema.safeParse(await response.json()) : null;
    return proof?.success ? proof.data : null;
  } catch {
    return null;
  }
}
