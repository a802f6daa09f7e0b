/**
 * Checks everything that the database derives or claims against the evidence, and the evidence against what was signed about
 * it, in one snapshot while the product goes on. It writes nothing.
 */
import { randomInt } from 'node:crypto';
import type { ClientBase } from 'pg';
import { createPool } from '@/lib/db/pool';
import { readEvidenceRights, rightsInWords } from '@/lib/evidence/evidence-rights';
import { knownPublicKeys } from '@/lib/evidence/signing-key';
import type { CheckedLog, CheckedRange } from '@/lib/verify/block-checker';
import { checkCaseRecords } from '@/lib/verify/case-records';
import { checkCounts } from '@/lib/verify/check-counts';
import { checkDictionary, checkStrayCorrections, checkStrayRows } from '@/lib/verify/check-leftovers';
import { CountFingerprint } from '@/lib/verify/count-fingerprint';
import { Findings } from '@/lib/verify/findings';
import { readOutsideCheckpoints } from '@/lib/verify/outside-checkpoints';
import { openLanes, type RangeLane } from '@/lib/verify/range-lanes';
import { verifyCluster } from '@/lib/verify/verify-cluster';
import type { VerifiedCluster, VerifyReport } from '@/lib/verify/verify-report';

export type VerifyRequest = {
  url: string;
  /** Only this cluster. */
  cluster?: string | undefined;
  /** A file with checkpoints that were kept outside, instead of the installation's own. */
  checkpointFile?: string | undefined;
  /** Only this many blocks' contents, chosen at random; the chain and the checkpoints are always checked whole. */
  sample?: number | undefined;
  /** 0: on this thread. */
  threads: number;
  /** Public keys that signatures are accepted from; the installation's own where absent. */
  keys?: readonly Buffer[] | undefined;
  onProgress?(progress: VerifyProgress): void;
  signal?: AbortSignal | undefined;
};

export type VerifyProgress = { blocks: number; blocksTotal: number; events: number };

/** The request names something that is not there. */
export class VerifyRequestError extends Error {
  override name = 'VerifyRequestError';
}

export async function verifyDatabase(request: VerifyRequest): Promise<VerifyReport> {
  const pool = createPool(request.url, { max: 1, statement_timeout: 0 });
  try {
    const client = await pool.connect();
    try {
      await client.query('begin isolation level repeatable read read only');
      const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
      const seed = randomInt(2 ** 32);
      const lanes = await openLanes(request.threads, { url: request.url, snapshot: rows[0]?.snapshot ?? '', seed });
      try {
        return await verifyInTransaction(client, lanes, seed, request);
      } finally {
        await Promise.all(lanes.map((lane) => lane.close()));
      }
    } finally {
      client.release(true);
    }
  } finally {
    await pool.end();
  }
}

/** The same on connections that are there: everything that `client` sees. The lanes must see the same, and have the same seed. */
export async function verifyInTransaction(
  client: ClientBase,
  lanes: readonly RangeLane[],
  seed: number,
  request: Omit<VerifyRequest, 'url' | 'threads'>,
): Promise<VerifyReport> {
  const begun = performance.now();
  const { cluster } = request;
  const signal = request.signal ?? new AbortController().signal;
  const findings = new Findings();
  const notices: string[] = [];
  const logs = await readLogs(client, cluster);
  notices.push(rightsInWords(await readEvidenceRights(client)));
  const keys = request.keys ?? (await knownPublicKeys());
  if (keys.length === 0) notices.push('No public key is known here: nothing was signed by this installation yet.');
  const outside = await readOutsideCheckpoints(logs, keys, request.checkpointFile ?? null, findings, notices);
  const { blocksTotal, sample } = await chooseSample(client, logs, request.sample);
  const progress = { blocks: 0, blocksTotal, events: 0 };
  const counts = new CountFingerprint(seed);
  const clusters: VerifiedCluster[] = [];
  for (const log of logs) {
    const onRange = (range: CheckedRange) => {
      progress.blocks += range.blocks.length;
      progress.events += range.events;
      counts.addPacked(range.counts);
      request.onProgress?.(progress);
    };
    const chosen = sample ? (sample.get(log.clusterId) ?? []) : null;
    const compared = outside.get(log.clusterId) ?? [];
    clusters.push(
      await verifyCluster({ client, lanes, log, keys, outside: compared, findings, sample: chosen, signal, onRange }),
    );
  }
  const only = cluster === undefined ? undefined : logs[0];
  await checkStrayRows(client, only?.clusterId ?? null, findings);
  await checkStrayCorrections(client, only?.clusterId ?? null, findings);
  if (sample) notices.push('Only a sample was looked into: the hourly and daily counts as a whole were not compared.');
  else await checkCounts(client, seed, counts.pack(), only?.clusterName ?? null, findings);
  await checkDictionary(client, findings);
  if (!only) await checkOrphans(client, findings);
  if (!only) await checkCaseRecords(client, findings);
  return {
    ok: findings.count === 0,
    events: progress.events,
    seconds: (performance.now() - begun) / 1000,
    clusters,
    findingCount: findings.count,
    byKind: findings.byKind(),
    findings: findings.list(),
    notices,
  };
}

async function readLogs(client: ClientBase, cluster: string | undefined): Promise<CheckedLog[]> {
  const { rows } = await client.query<CheckedLog>(
    `select id as "clusterId", name as "clusterName", log_id as "logId" from cluster
     where $1::text is null or name = $1 order by name collate "C"`,
    [cluster ?? null],
  );
  if (cluster !== undefined && rows.length === 0) throw new VerifyRequestError(`There is no cluster named ${cluster}.`);
  return rows;
}

async function chooseSample(
  client: ClientBase,
  logs: readonly CheckedLog[],
  size: number | undefined,
): Promise<{ blocksTotal: number; sample: Map<number, number[]> | null }> {
  const ids = logs.map(({ clusterId }) => clusterId);
  const { rows: totals } = await client.query<{ blocks: number }>(
    'select count(*) as blocks from evidence_block where cluster_id = any($1)',
    [ids],
  );
  const blocksTotal = totals[0]?.blocks ?? 0;
  if (size === undefined) return { blocksTotal, sample: null };
  const { rows } = await client.query<{ cluster_id: number; seq: number }>(
    'select cluster_id, seq from evidence_block where cluster_id = any($1) order by random() limit $2',
    [ids, size],
  );
  const sample = new Map<number, number[]>();
  for (const { cluster_id, seq } of rows) sample.set(cluster_id, [...(sample.get(cluster_id) ?? []), seq]);
  return { blocksTotal, sample };
}

/** Evidence of a cluster that is not listed: nothing above has looked at it. */
async function checkOrphans(client: ClientBase, findings: Findings): Promise<void> {
  const { rows } = await client.query<{ cluster_id: number; seq: number }>(
    `select cluster_id, min(seq) as seq from evidence_block b
     where not exists (select from cluster c where c.id = b.cluster_id) group by cluster_id`,
  );
  for (const { cluster_id, seq } of rows) {
    const message = `blocks from number ${seq} on belong to the cluster number ${cluster_id}, of which there is no record`;
    findings.add({ kind: 'chain', cluster: null, block: seq, event: null, message });
  }
}
