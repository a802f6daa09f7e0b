/** What there is of evidence, what was signed about it last, and how the last verification ended. */
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { getEnv } from '@/lib/env';
import { logOrigin } from '@/lib/evidence/block-header';
import { checkpointFile } from '@/lib/evidence/checkpoint-outlets';
import { readEvidenceRights } from '@/lib/evidence/evidence-rights';
import { verifierKey } from '@/lib/evidence/signed-note';
import { knownPublicKeys } from '@/lib/evidence/signing-key';
import type { EvidenceStatus } from '@/lib/verify/evidence-answers';
import { lastVerification } from '@/lib/verify/verification-queue';

type Row = {
  cluster: string;
  logId: string;
  blocks: number;
  events: number;
  prunedBlocks: number;
  at: number | null;
  size: number;
  signedEvents: number;
  root: Buffer;
};

export async function getEvidenceStatus(): Promise<EvidenceStatus> {
  const [{ rows }, keys, rights, verification] = await Promise.all([
    getPool().query<Row>(
      `select c.name as cluster, c.log_id as "logId", b.blocks, b.events, p.pruned as "prunedBlocks",
         k.at, k.size, k.events as "signedEvents", k.root
       from cluster c
       cross join lateral (
         select count(*) as blocks, coalesce(sum(event_count), 0)::bigint as events from evidence_block where cluster_id = c.id
       ) b
       cross join lateral (
         select coalesce(sum(last_seq - first_seq + 1), 0)::bigint as pruned from prune_marker where cluster_id = c.id
       ) p
       left join lateral (
         select at, size, events, root from checkpoint where cluster_id = c.id order by size desc limit 1
       ) k on true
       order by c.name collate "C"`,
    ),
    knownPublicKeys(),
    readEvidenceRights(getPool()),
    lastVerification(),
  ]);
  const key = keys.at(-1) ?? null;
  return {
    clusters: rows.map(({ cluster, logId, blocks, events, prunedBlocks, at, size, signedEvents, root }) => ({
      cluster,
      origin: logOrigin(logId),
      blocks,
      events,
      prunedBlocks,
      checkpoint:
        at === null ? null : { at: formatRfc3339(at), size, events: signedEvents, root: root.toString('base64') },
      verifierKey: key && verifierKey(logOrigin(logId), key),
    })),
    publicKey: key?.toString('base64') ?? null,
    rights,
    outlets: outlets(),
    verification,
  };
}

/** A webhook's address may hold a token: only its host is told. */
function outlets(): string[] {
  const { PLUMBLINE_CHECKPOINT_FILE: file, PLUMBLINE_CHECKPOINT_WEBHOOK: webhook } = getEnv();
  return [
    checkpointFile('<cluster>'),
    ...(file ? [file] : []),
    ...(webhook ? [`the webhook at ${new URL(webhook).host}`] : []),
    'the log of the product',
  ];
}
