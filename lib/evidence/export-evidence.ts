/**
 * An evidence file: events with everything that proves them, as lines of JSON, to be checked anywhere with
 * lib/verify/offline/verify-evidence.mjs and nothing else. Each event has a path to the root in its block's header, each
 * header a path to the root in the signed checkpoint; neighbours are not shown. The last line is the hash of all before it.
 */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { headerText, logOrigin } from '@/lib/evidence/block-header';
import { decompressPayload, unpackEvents } from '@/lib/evidence/block-payload';
import { eventLeaves } from '@/lib/evidence/event-root';
import { ProofTree } from '@/lib/evidence/proof-tree';
import { readHeader, readLastCheckpoint, readLeaves, readLog } from '@/lib/evidence/read-header';
import { knownPublicKeys } from '@/lib/evidence/signing-key';

export type ExportRequest = {
  clusterName: string;
  /** Microseconds: from <= time < to. */
  from: number;
  to: number;
};

/** What was asked for cannot be exported; the message says why. */
export class ExportError extends Error {
  override name = 'ExportError';
}

export async function* exportEvidence(pool: Pool, request: ExportRequest): AsyncGenerator<string, void, void> {
  const log = await readLog(pool, request.clusterName);
  if (!log) throw new ExportError(`There is no cluster named ${request.clusterName}.`);
  const checkpoint = await readLastCheckpoint(pool, log.clusterId);
  if (!checkpoint) {
    throw new ExportError(
      `No checkpoint of cluster ${request.clusterName} is signed yet. One is signed a minute after events arrive, while Plumbline runs.`,
    );
  }
  const hash = createHash('sha256');
  const line = (value: object) => {
    const text = `${JSON.stringify(value)}\n`;
    hash.update(text);
    return text;
  };
  yield line({
    type: 'plumbline evidence v1',
    origin: logOrigin(log.logId),
    cluster: log.clusterName,
    from: request.from,
    to: request.to,
    publicKeys: (await knownPublicKeys()).map((key) => key.toString('base64')),
    checkpoint: checkpoint.note,
  });
  const blocks = new ProofTree(await readLeaves(pool, log.clusterId, checkpoint.size));
  let eventCount = 0;
  let blockCount = 0;
  for await (const { seq, ordinals } of wanted(pool, log.clusterId, checkpoint.size, request)) {
    const header = await readHeader(pool, log.clusterId, seq);
    if (!header) throw new ExportError(`Block ${seq} is not there: run "npm run verify".`);
    if (header.data.length === 0)
      throw new ExportError(`Block ${seq} was dropped by retention just now: export again.`);
    const events = unpackEvents(await decompressPayload(header.data));
    yield line({ type: 'block', header: headerText(log, header), path: blocks.path(seq - 1).map(hex) });
    blockCount++;
    const tree = new ProofTree(eventLeaves(events));
    for (const ordinal of ordinals) {
      const event = events[ordinal];
      if (!event) throw new ExportError(`Block ${seq} has no event ${ordinal}: run "npm run verify".`);
      yield line({
        type: 'event',
        block: seq,
        event: ordinal,
        path: tree.path(ordinal).map(hex),
        bytes: event.toString('base64'),
      });
      eventCount++;
    }
  }
  const end = { type: 'end', blocks: blockCount, events: eventCount };
  yield `${JSON.stringify({ ...end, sha256: hash.digest('hex') })}\n`;
}

/** Blocks that the checkpoint covers, with the events of the window. */
async function* wanted(
  pool: Pool,
  clusterId: number,
  size: number,
  { from, to }: ExportRequest,
): AsyncGenerator<{ seq: number; ordinals: number[] }, void, void> {
  const { rows: blocks } = await pool.query<{ seq: number; minAt: number; maxAt: number }>(
    `select seq, min_at as "minAt", max_at as "maxAt" from evidence_block
     where cluster_id = $1 and seq <= $2 and max_at >= $3 and min_at < $4 and octet_length(data) > 0 order by seq`,
    [clusterId, size, from, to],
  );
  for (const { seq, minAt, maxAt } of blocks) {
    const { rows } = await pool.query<{ ordinal: number }>(
      `select ordinal from event
       where at >= greatest($3::bigint, $5::bigint) and at <= $4::bigint and at < $6::bigint and cluster_id = $1 and block_seq = $2
       order by ordinal`,
      [clusterId, seq, minAt, maxAt, from, to],
    );
    if (rows.length > 0) yield { seq, ordinals: rows.map(({ ordinal }) => ordinal) };
  }
}

function hex(hash: Buffer): string {
  return hash.toString('hex');
}
