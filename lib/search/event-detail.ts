/** One event, whole: its row, the original bytes out of evidence, and the other stages of the same request. */
import { createHash } from 'node:crypto';
import { eventSentence } from '@/lib/audit/event-sentence';
import { readStoredEvent } from '@/lib/audit/sources/stored-event';
import { getPool } from '@/lib/db/pool';
import { findPruned } from '@/lib/evidence/find-pruned';
import { readBlock } from '@/lib/evidence/read-block';
import { countAuditIDReuse } from '@/lib/search/audit-id-reuse';
import { getCountCube } from '@/lib/search/count-cube';
import type { EventDetail } from '@/lib/search/event-answers';
import { parsePlace } from '@/lib/search/event-cursor';
import { EVENT_COLUMNS, type EventIndexRow, toEventRow } from '@/lib/search/event-row';
import { targetWorkload } from '@/lib/workloads/target-workload';
import { formatWorkloadName } from '@/lib/workloads/workload-name';

type DetailRow = EventIndexRow & { blockSeq: number; ordinal: number };

const STAGE_ORDER = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/** Retention has dropped the evidence of that time: whether there was such an event can no longer be told. */
export class EventRemovedError extends Error {
  override name = 'EventRemovedError';
}

/** Null where there is no such event. Throws EventRemovedError. */
export async function getEventDetail(id: string): Promise<EventDetail | null> {
  const place = parsePlace(id);
  if (!place) return null;
  const pool = getPool();
  const { rows } = await pool.query<DetailRow>(
    `select ${EVENT_COLUMNS}, block_seq as "blockSeq", ordinal from event where at = $1 and hash = $2 and cluster_id = $3`,
    [place.at, place.hash, place.clusterId],
  );
  const row = rows[0];
  if (!row) return refuseRemoved(place);
  const [bytes, stages, origin, reuse] = await Promise.all([
    readBytes(row),
    readStages(row),
    readOrigin(row),
    countAuditIDReuse(row),
  ]);
  const raw = bytes.toString('utf8');
  const event = { ...readStoredEvent(raw)?.event };
  const target = targetWorkload(event);
  // The dictionary knows every combination of committed events once the cube is up to date.
  const dictionary = await getCountCube().ask(
    () => [],
    () => getCountCube().dictionary,
  );
  return {
    row: toEventRow(row, dictionary),
    sentence: eventSentence(event),
    raw,
    event,
    stages: stages
      .map((stage) => toEventRow(stage, dictionary))
      .sort((a, b) => STAGE_ORDER.indexOf(a.stage ?? '') - STAGE_ORDER.indexOf(b.stage ?? '')),
    // Events without an auditID have nothing in common.
    auditIDReuse: typeof event.auditID === 'string' && event.auditID !== '' ? reuse : 0,
    targetWorkload: target === null ? null : formatWorkloadName(target),
    evidence: {
      block: row.blockSeq,
      ordinal: row.ordinal,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      receivedAt: origin.receivedAt.toISOString(),
      importFileId: origin.importFileId,
      importFileName: origin.importFileName,
    },
  };
}

async function refuseRemoved({ clusterId, at }: { clusterId: number; at: number }): Promise<null> {
  const pruned = await findPruned(getPool(), clusterId, at);
  if (!pruned) return null;
  const day = pruned.prunedAt.toISOString().slice(0, 10);
  const why = pruned.reason === null ? '' : ` (${pruned.reason})`;
  throw new EventRemovedError(`Removed by retention on ${day}${why}: events of that time are no longer kept.`);
}

async function readBytes(row: DetailRow): Promise<Buffer> {
  const events = await readBlock(getPool(), { clusterId: row.clusterId, seq: row.blockSeq });
  const bytes = events?.[row.ordinal];
  if (!bytes) {
    // Retention may have come in between.
    await refuseRemoved(row);
    throw new Error(
      `evidence block ${row.blockSeq} of cluster ${row.clusterId} has no event ${row.ordinal}: index and evidence disagree`,
    );
  }
  return bytes;
}

/** All stages of a request carry the same requestReceivedTimestamp, so the primary key finds them. */
async function readStages(row: DetailRow): Promise<EventIndexRow[]> {
  const { rows } = await getPool().query<EventIndexRow>(
    `select ${EVENT_COLUMNS} from event where at = $1 and cluster_id = $2 and audit_key = $3 order by hash limit 100`,
    [row.at, row.clusterId, row.auditKey],
  );
  return rows;
}

type Origin = { receivedAt: Date; importFileId: string | null; importFileName: string | null };

async function readOrigin(row: DetailRow): Promise<Origin> {
  const { rows } = await getPool().query<Origin>(
    `select b.received_at as "receivedAt", b.import_file_id as "importFileId", f.name as "importFileName"
     from evidence_block b left join import_file f on f.id = b.import_file_id
     where b.cluster_id = $1 and b.seq = $2`,
    [row.clusterId, row.blockSeq],
  );
  return rows[0] ?? { receivedAt: new Date(0), importFileId: null, importFileName: null };
}
